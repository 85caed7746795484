import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, type Nanos } from '../../lib/units.ts'
import { InSyncSet } from './in-sync-set.ts'

const SELF = 0
const REPLICAS = [0, 1, 2, 3]
const LAG_MAX_NANOS = ms(100)

interface Fetch {
  readonly at: Nanos
  readonly offset: number
  readonly leaderEnd: number
}

/** Keeps every fetch there was and judges by all of them, each time anew. */
class FetchLog {
  readonly fetches = new Map<number, Fetch[]>(REPLICAS.map((replica) => [replica, []]))

  constructor(readonly begunAt: Nanos) {}

  endOf(replica: number, leaderEnd: number): number {
    return replica === SELF ? leaderEnd : (this.fetches.get(replica)!.at(-1)?.offset ?? 0)
  }

  /** The latest instant for which a fetch shows that all was there: its own, or that of the fetch before it. */
  caughtUpAt(replica: number): Nanos {
    let at = this.begunAt
    for (const [i, fetch] of this.fetches.get(replica)!.entries()) {
      const before = this.fetches.get(replica)![i - 1] as Fetch | undefined
      if (fetch.offset >= fetch.leaderEnd) at = Math.max(at, fetch.at)
      else if (before !== undefined && fetch.offset >= before.leaderEnd) at = Math.max(at, before.at)
    }
    return at
  }

  /** Who ought to be in sync (Kafka's documentation, section "Replication"; KIP-16: lag is time, not records). */
  inSync(now: Nanos, leaderEnd: number, joinsAt: number, members: readonly number[]): number[] {
    return REPLICAS.filter((replica) => {
      if (replica === SELF) return true
      const end = this.endOf(replica, leaderEnd)
      const isLagging = end < leaderEnd && now - this.caughtUpAt(replica) > LAG_MAX_NANOS
      if (members.includes(replica)) return !isLagging
      const fetchedAt = this.fetches.get(replica)!.at(-1)?.at ?? -Infinity
      return !isLagging && end >= joinsAt && now - fetchedAt <= LAG_MAX_NANOS
    })
  }
}

const step = fc.record({
  waitNanos: fc.nat(ms(60)),
  what: fc.constantFrom('append', 'fetch', 'fetch', 'fetch', 'propose', 'decide', 'refuse'),
  replica: fc.constantFrom(1, 2, 3),
  count: fc.nat(4),
})
const steps = fc.array(step, { minLength: 10, maxLength: 80 })

test('who is in sync, and up to where all of those have the log, follows from the fetches there were (KIP-16, KIP-497)', () => {
  fc.assert(
    fc.property(steps, fc.subarray([1, 2, 3]), fc.nat(3), (all, first, joinsAt) => {
      let [now, leaderEnd] = [ms(1), 0]
      let members: readonly number[] = [SELF, ...first]
      let asked: { set: readonly number[]; at: Nanos } | null = null
      const [set, naive] = [new InSyncSet(SELF, REPLICAS, members, now), new FetchLog(now)]
      for (const { waitNanos, what, replica, count } of all) {
        now += waitNanos
        if (what === 'append') leaderEnd += count
        else if (what === 'fetch') {
          const offset = Math.min(leaderEnd, naive.endOf(replica, leaderEnd) + 2 * count)
          set.fetched(now, replica, offset, leaderEnd)
          naive.fetches.get(replica)!.push({ at: now, offset, leaderEnd })
        } else if (what === 'propose') {
          const wanted = naive.inSync(now, leaderEnd, joinsAt, members)
          const isAskedAgain = asked !== null && now - asked.at >= LAG_MAX_NANOS
          const isNew = asked === null && String(wanted) !== String(members.toSorted((a, b) => a - b))
          // What was asked for is asked for again as it was: either may have been lost.
          if (isAskedAgain) asked = { set: asked!.set, at: now }
          if (isNew) asked = { set: wanted, at: now }
          const proposed = set.propose(now, leaderEnd, joinsAt, LAG_MAX_NANOS)
          expect(proposed).toEqual(isAskedAgain || isNew ? asked!.set : null)
        } else if (asked !== null || what === 'refuse') {
          members = what === 'decide' ? asked!.set : members
          asked = null
          set.decided(members)
        }
        const counted = [...members, ...(asked?.set ?? [])]
        const everybodyHas = Math.min(leaderEnd, ...counted.map((each) => naive.endOf(each, leaderEnd)))
        expect(set.replicatedTo(leaderEnd)).toBe(everybodyHas)
        expect([...set.members]).toEqual([...members])
        expect(set.proposed).toEqual(asked?.set ?? null)
      }
    }),
    { numRuns: 300 },
  )
})
