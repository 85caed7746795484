import { assert } from '../../lib/assert.ts'
import type { EvictionPolicy, PolicyOptions, PolicySpec } from './eviction-policy.ts'

/** Every file of `policy/` exports one `policy`; adding a file adds a policy. */
const files = import.meta.glob<{ policy: PolicySpec }>(['./policy/*.ts', '!./policy/*.test.ts'], {
  eager: true,
})

/** All policies by name: the real ones, the bound that knows the future, and known mistakes (see `role`). */
export const POLICIES: readonly PolicySpec[] = Object.values(files)
  .map((file) => file.policy)
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

const byName = new Map(POLICIES.map((policy) => [policy.name, policy]))

/** The policy of that name, if there is one. */
export function findPolicy(name: string): PolicySpec | undefined {
  return byName.get(name)
}

/** Makes the policy of that name; the name is one of the catalogue. */
export function createPolicy(name: string, options: PolicyOptions): EvictionPolicy {
  const policy = byName.get(name)
  assert(policy !== undefined, 'an eviction policy has a name of the catalogue')
  return policy.create(options)
}
