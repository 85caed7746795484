import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { Feed } from './feed.bed.ts'
import { invariant } from './invariants/watchers-miss-nothing.ts'

/** One fleet of two watchers before two servers; two changes at 1 s, which only the first watcher sees. */
class Fleet extends Feed {
  readonly down = new Set<string>()
  readonly leaderless = new Set<string>()
  servers = ['s1', 's2']

  constructor() {
    super(invariant)
    this.tell('watch-reset', { watchers: [0, 1], revision: 0 }, 'web')
    this.lookUntil(1)
    for (const revision of [1, 2]) this.tell('revision-applied', { revision, ofFlags: true }, 's1')
    this.tell('watch-delivered', { watchers: [0], revisions: [1, 2] }, 'web')
  }
  override nodesOf(kind = ''): readonly string[] {
    return kind === 'config-watcher' ? ['web'] : ['s1', 's2']
  }
  override isUp(id = ''): boolean {
    return !this.down.has(id)
  }
  override state(id = ''): unknown {
    if (id === 'web') return { links: this.servers.map((server) => ({ to: { id: server } })) }
    return { raft: { leader: this.leaderless.has(id) ? null : 's1' } }
  }
  override params(): Readonly<Record<string, never>> {
    const params = { watchers: 2, silenceMs: 1_000, reconnectMs: 500 }
    return params as object as Readonly<Record<string, never>>
  }
  /** Looked at every second. */
  lookUntil(seconds: number): this {
    for (; this.now <= s(seconds); this.now += s(1)) this.look()
    this.now -= s(1)
    return this
  }
}

describe('watchers-miss-nothing: a watcher that hears nothing any more', () => {
  // Twice a second of silence and half a second until it is back, and a second for the way: 4 s.
  test('has missed what was changed longer ago than its patience', () => {
    expect(new Fleet().lookUntil(5).says).toBeNull()
    const { first, conclusive } = new Fleet().lookUntil(6)
    expect(first?.says).toBe(
      'Watcher 1 of web has not heard of revision 1 for 5.000 s, though all its servers were there.',
    )
    expect(first?.operations).toHaveLength(3)
    expect(conclusive).toBe(true)
  })
  test('has missed nothing when it hears late, or is told of compaction', () => {
    const late = new Fleet().lookUntil(4)
    late.tell('watch-delivered', { watchers: [1], revisions: [1, 2] }, 'web')
    expect(late.lookUntil(20).says).toBeNull()
    const told = new Fleet().lookUntil(4).tell('watch-reset', { watchers: [1], revision: 2 }, 'web')
    expect(told.lookUntil(20).says).toBeNull()
  })
  test.each<[string, (fleet: Fleet) => unknown, (fleet: Fleet) => unknown]>([
    ['a fault is in force', (fleet) => (fleet.faulty = true), (fleet) => (fleet.faulty = false)],
    ['it is down', (fleet) => fleet.down.add('web'), (fleet) => fleet.down.clear()],
    ['one of its servers is down', (fleet) => fleet.down.add('s2'), (fleet) => fleet.down.clear()],
    [
      'one of its servers knows no leader',
      (fleet) => fleet.leaderless.add('s2'),
      (fleet) => fleet.leaderless.clear(),
    ],
    [
      'nothing it is connected to is a server',
      (fleet) => (fleet.servers = ['nowhere']),
      (fleet) => (fleet.servers = ['s1', 's2']),
    ],
    ['it has no connection', (fleet) => (fleet.servers = []), (fleet) => (fleet.servers = ['s1'])],
  ])('has missed nothing as long as %s, and gets its patience once more', (_why, breaks, mends) => {
    const fleet = new Fleet()
    breaks(fleet)
    expect(fleet.lookUntil(20).says).toBeNull()
    mends(fleet)
    expect(fleet.lookUntil(24).says).toBeNull()
    expect(fleet.lookUntil(26).says).not.toBeNull()
  })
  test('that has come just now, or has gone, is not waited for', () => {
    const fleet = new Fleet().lookUntil(4).tell('watch-reset', { watchers: [1], revision: 0 }, 'web')
    expect(fleet.lookUntil(8).says).toBeNull()
    const gone = new Fleet().tell('watch-reset', { watchers: [2], revision: 0 }, 'web')
    gone.tell('watch-delivered', { watchers: [1], revisions: [1, 2] }, 'web')
    expect(gone.lookUntil(20).says).toBeNull()
  })
  test('without a delivery nothing is known', () => {
    expect(new Feed(invariant).look().conclusive).toBe(false)
  })
})
