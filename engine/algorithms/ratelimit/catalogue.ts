import { assert } from '../../lib/assert.ts'
import type { LimiterSpec } from './limiter.ts'

const modules = import.meta.glob<LimiterSpec>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
  import: 'limiter',
})

/** Every limiter in `algorithm/`, in the order of their names. */
export const limiters: readonly LimiterSpec[] = Object.values(modules).sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The limiter of that name; throws when there is none. */
export function limiterNamed(name: string): LimiterSpec {
  const spec = limiters.find((candidate) => candidate.name === name)
  assert(spec !== undefined, 'the limiter is one of the catalogue')
  return spec
}
