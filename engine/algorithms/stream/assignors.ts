import { assert } from '../../lib/assert.ts'
import type { AssignorSpec } from './assignor.ts'

const modules = import.meta.glob<AssignorSpec>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
  import: 'assignor',
})

/** Every assignor in `algorithm/`, in the order of their names. */
export const assignors: readonly AssignorSpec[] = Object.values(modules).sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The assignor of that name; throws when there is none. */
export function assignorNamed(name: string): AssignorSpec {
  const spec = assignors.find((candidate) => candidate.name === name)
  assert(spec !== undefined, 'the assignor is one of the catalogue')
  return spec
}
