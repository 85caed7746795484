import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { Feed } from './feed.bed.ts'
import { invariant } from './invariants/group-gets-on.ts'

/** One member that owns partition 0, of which ten records may be read. */
class Group extends Feed {
  readonly down = new Set<string>()
  isBuffered = false
  stableOffset = 10
  leaderEpoch = 1

  constructor() {
    super(invariant)
  }
  override nodesOf(kind = ''): readonly string[] {
    return [`the ${kind}`]
  }
  override isUp(id = ''): boolean {
    return !this.down.has(id)
  }
  override state(id = ''): unknown {
    const { isBuffered, stableOffset, leaderEpoch } = this
    if (id === 'the consumer') return { owned: new Map([[0, { isBuffered }]]) }
    return { replicas: [{ leads: true, leaderEpoch, stableOffset }] }
  }
  override params(): Readonly<Record<string, never>> {
    const waits = { mostPollMs: 1_000, requestMs: 400, fetchWaitMs: 100, heartbeatMs: 0 }
    return waits as object as Readonly<Record<string, never>>
  }
  processed(from: number, to: number): this {
    return this.tell('records-processed', { partition: 0, from, to, member: 'm.1', atNanos: this.now })
  }
  lookUntil(seconds: number): this {
    for (; this.now < s(seconds); this.now += s(0.5)) this.look()
    return this.look()
  }
}

describe('group-gets-on', () => {
  // 5 s, and twice the 1.5 s that a member is set to wait for.
  test('is broken when records wait for longer than its patience, and nobody takes them in', () => {
    expect(new Group().processed(0, 4).lookUntil(8).says).toBeNull()
    const { first, conclusive } = new Group().processed(0, 4).lookUntil(9)
    expect(first?.says).toBe(
      'the consumer owns partition 0, where records wait from offset 4 on, and has taken in none of them for 8.500 s.',
    )
    expect(first?.operations).toHaveLength(2)
    expect(conclusive).toBe(true)
  })
  test('is kept by a group that is slow', () => {
    const group = new Group()
    for (let to = 1; to < 10; to++) group.processed(to - 1, to).lookUntil(6 * to)
    expect(group.says).toBeNull()
    const busy = new Group()
    busy.isBuffered = true
    expect(busy.lookUntil(60).says).toBeNull()
  })
  test('is kept when there is nothing to read', () => {
    expect(new Group().processed(0, 10).lookUntil(60).says).toBeNull()
  })
  test('does not count the time of faults, of crashes, or before a leader', () => {
    const faulty = new Group()
    faulty.faulty = true
    expect(faulty.lookUntil(60).says).toBeNull()
    faulty.faulty = false
    expect(faulty.lookUntil(68).says).toBeNull()
    expect(faulty.lookUntil(70).says).not.toBeNull()
    for (const id of ['the broker', 'the consumer']) {
      const group = new Group()
      group.down.add(id)
      expect(group.lookUntil(60).says).toBeNull()
    }
    const elected = new Group().lookUntil(6)
    elected.leaderEpoch = 2
    expect(elected.lookUntil(14).says).toBeNull()
  })
  test('without anything processed nothing is known', () => {
    expect(new Group().look().conclusive).toBe(false)
  })
})
