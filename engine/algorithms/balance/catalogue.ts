import { assert } from '../../lib/assert.ts'
import type { BalancerSpec } from './balancer.ts'

const modules = import.meta.glob<BalancerSpec>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
  import: 'balancer',
})

/** Every balancer in `algorithm/`, in the order of their names. */
export const balancers: readonly BalancerSpec[] = Object.values(modules).sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The balancer of that name; throws when there is none. */
export function balancerNamed(name: string): BalancerSpec {
  const spec = balancers.find((candidate) => candidate.name === name)
  assert(spec !== undefined, 'the balancer is one of the catalogue')
  return spec
}
