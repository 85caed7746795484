import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FencedResource } from './fenced-resource.bed.ts'
import { LeaseLocks } from './lease-locks.ts'

const NAMES = ['a', 'b', 'c']
const OWNERS = ['ann', 'bob', 'cat']
const step = fc.record({
  waitNanos: fc.nat({ max: 6 }),
  does: fc.constantFrom('acquire', 'acquire', 'acquire', 'extend', 'release', 'pause', 'inspect'),
  names: fc.subarray(NAMES, { minLength: 1 }),
  owner: fc.constantFrom(...OWNERS),
  ttlNanos: fc.integer({ min: 1, max: 12 }),
})

/** The rules in the plainest form: who has which name until when. */
class Model {
  readonly held = new Map<string, { owner: string; until: number }>()
  holder(now: number, name: string): string | undefined {
    const entry = this.held.get(name)
    return entry !== undefined && entry.until > now ? entry.owner : undefined
  }
  acquire(now: number, names: readonly string[], owner: string, ttl: number): boolean {
    if (names.some((name) => this.holder(now, name) !== undefined)) return false
    for (const name of names) this.held.set(name, { owner, until: now + ttl })
    return true
  }
  extend(now: number, names: readonly string[], owner: string, ttl: number): boolean {
    if (names.some((name) => this.holder(now, name) !== owner)) return false
    for (const name of names) this.held.set(name, { owner, until: now + ttl })
    return true
  }
  release(now: number, names: readonly string[], owner: string): number {
    const own = names.filter((name) => this.holder(now, name) === owner)
    for (const name of own) this.held.delete(name)
    return own.length
  }
}

describe('lease locks', () => {
  it('follow the plain rules, give out rising tokens, and do not change by being looked at', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const locks = new LeaseLocks()
        const model = new Model()
        let now = 0
        let lastToken = 0
        for (const { waitNanos, does, names, owner, ttlNanos } of steps) {
          now += waitNanos
          if (does === 'acquire') {
            const outcome = locks.acquire(now, names, owner, ttlNanos)
            expect(outcome.status === 'acquired').toBe(model.acquire(now, names, owner, ttlNanos))
            if (outcome.status === 'acquired') {
              expect(outcome.fencingToken).toBeGreaterThan(lastToken)
              lastToken = outcome.fencingToken
            }
          } else if (does === 'extend') {
            expect(locks.extend(now, names, owner, ttlNanos)).toBe(model.extend(now, names, owner, ttlNanos))
          } else if (does === 'release') {
            expect(locks.release(now, names, owner)).toBe(model.release(now, names, owner))
          } else if (does === 'inspect') {
            const before = JSON.stringify(locks.export(now))
            JSON.stringify(locks.inspect(now))
            expect(JSON.stringify(locks.export(now))).toBe(before)
          }
          for (const name of NAMES) expect(locks.holderOf(now, name)?.owner).toBe(model.holder(now, name))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('with fencing, no write of an earlier owner follows one of a later, however long owners pause', () => {
    const wake = fc.record({
      waitNanos: fc.nat({ max: 9 }),
      who: fc.nat({ max: 9 }),
      ttlNanos: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(fc.array(wake, { maxLength: 40 }), (wakes) => {
        const locks = new LeaseLocks()
        const resource = new FencedResource()
        const tokens: (number | undefined)[] = []
        const written: number[] = []
        let now = 0
        for (const { waitNanos, who, ttlNanos } of wakes) {
          now += waitNanos
          const token = tokens[who]
          if (token === undefined) {
            const outcome = locks.acquire(now, ['room'], `owner ${who}`, ttlNanos)
            if (outcome.status === 'acquired') tokens[who] = outcome.fencingToken
          } else {
            // It has been away for any time, and writes without looking at the clock.
            if (resource.admit(['room'], token)) written.push(token)
            tokens[who] = undefined
          }
        }
        expect(written).toEqual([...written].sort((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })
})
