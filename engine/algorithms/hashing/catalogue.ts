import { assert } from '../../lib/assert.ts'
import type { RouterSpec } from './router.ts'

const modules = import.meta.glob<RouterSpec>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
  import: 'router',
})

/** Every router in `algorithm/`, in the order of their names. */
export const routers: readonly RouterSpec[] = Object.values(modules).sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The router of that name; throws when there is none. */
export function routerNamed(name: string): RouterSpec {
  const spec = routers.find((candidate) => candidate.name === name)
  assert(spec !== undefined, 'the router is one of the catalogue')
  return spec
}
