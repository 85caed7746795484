import { describe, expect, test } from 'vitest'
import { s, type Nanos } from '../lib/units.ts'
import { INVARIANTS } from './catalogue.ts'
import type { CheckContext, Violation } from './define-invariant.ts'

interface Fake {
  shows: Record<number, string | number | string[]>
  /** Entries of its log as `epoch:index`. */
  log: string[]
  up: boolean
  writable: boolean
  generation: number
}

/** One invariant, told facts by hand, over three replicas. */
function judge(name: string, mode = 'multi-leader') {
  const invariant = INVARIANTS.get(name)!
  const violations: Violation[] = []
  let now: Nanos = 0
  const fake = (): Fake => ({ shows: {}, log: [], up: true, writable: true, generation: 1 })
  const replicas: Record<string, Fake> = { a: fake(), b: fake(), c: fake() }
  const ctx: CheckContext = {
    get now() {
      return now
    },
    get calmNanos() {
      return now
    },
    nodesOf: () => Object.keys(replicas),
    nodesWith: () => [],
    isUp: (id) => replicas[id].up,
    params: () => ({ mode }),
    faulty: false,
    state(id) {
      const { shows, log, writable, generation } = replicas[id]
      return {
        generation,
        lookedAt: now,
        leadership: { role: writable ? 'leader' : 'follower', epoch: 1, writable, leader: 0 },
        hosted: {
          shown: (_now: number, key: number) => shows[key] ?? null,
          holds: (epoch: number, index: number) => log.includes(`${epoch}:${index}`),
        },
      }
    },
  }
  const state = invariant.start(ctx)
  const note = (violation: Violation | null | undefined) => {
    if (violation !== null && violation !== undefined) violations.push(violation)
  }
  const tell = (fact: string, about: object, node: string) => {
    const on = invariant.on?.[fact]
    if (on !== undefined) note(on(state, { generation: 1, ...about } as never, node, ctx))
  }
  const look = (seconds: number) => {
    now = s(seconds)
    note(invariant.check!(state, ctx))
  }
  /** A write is proposed and acknowledged at once. */
  const write = (seconds: number, node: string, key: number, value: string, more: object = {}) => {
    now = s(seconds)
    const stamp = { physicalNanos: now, counter: 0 }
    const fact = {
      key,
      value,
      previous: null,
      family: 'multi-leader',
      epoch: 0,
      index: 0,
      stamp,
      atNanos: now,
    }
    tell('write-proposed', { ...fact, ...more }, node)
    tell('write-acknowledged', { ...fact, ...more }, node)
  }
  const show = (shows: Fake['shows']) => {
    for (const replica of Object.values(replicas)) replica.shows = { ...shows }
  }
  return { violations, replicas, tell, look, write, show, verdict: () => invariant.conclusive?.(state, ctx) }
}

describe('one-leader-per-epoch', () => {
  const at = (epoch: number, index: number) => ({ epoch, index, family: 'log-shipping' })

  test('lets leaders follow each other', () => {
    const { write, violations } = judge('one-leader-per-epoch')
    write(1, 'a', 1, 'x', at(1, 1))
    write(2, 'b', 1, 'y', at(2, 2))
    write(3, 'a', 1, 'z', at(5, 3))
    expect(violations).toEqual([])
  })

  test('is broken by two that acknowledge in one epoch, and names what each of them did', () => {
    const { write, violations } = judge('one-leader-per-epoch')
    write(1, 'a', 1, 'x', at(2, 1))
    write(2, 'b', 1, 'y', at(2, 1))
    expect(violations).toHaveLength(1)
    expect(violations[0].operations).toEqual([
      '1.000 s: a acknowledged x for key 1 (epoch 2, entry 1)',
      '2.000 s: b acknowledged y for key 1 (epoch 2, entry 1)',
    ])
  })

  test('is broken by a deposed leader that goes on', () => {
    const { write, violations } = judge('one-leader-per-epoch')
    write(1, 'a', 1, 'x', at(1, 1))
    write(2, 'b', 1, 'y', at(2, 1))
    write(3, 'a', 1, 'z', at(1, 2))
    expect(violations[0].says).toBe('a still acknowledges writes in epoch 1, while b does in epoch 2.')
    expect(violations[0].operations).toHaveLength(3)
  })

  test('begins anew with the store', () => {
    const { write, violations } = judge('one-leader-per-epoch')
    write(1, 'b', 1, 'x', at(7, 1))
    write(2, 'a', 1, 'y', { ...at(1, 1), generation: 2 })
    expect(violations).toEqual([])
  })
})

describe('no-acknowledged-write-lost', () => {
  const logged = (index: number) => ({ epoch: 1, index, family: 'log-shipping' })

  test('holds a new leader’s log against what was acknowledged, and says how much is gone', () => {
    const { write, tell, look, replicas, violations } = judge('no-acknowledged-write-lost')
    for (const index of [1, 2, 3, 4]) write(index, 'a', index, `w${index}`, logged(index))
    replicas.b.log = ['1:1', '1:2']
    tell('became-leader', { epoch: 2 }, 'b')
    expect(violations[0].says).toBe(
      'b, which leads epoch 2, lacks 2 acknowledged writes: 2.00 s of them are lost.',
    )
    expect(violations[0].operations).toHaveLength(2)
    tell('became-leader', { epoch: 3 }, 'b')
    replicas.a.writable = replicas.c.writable = false
    look(5)
    expect(violations).toHaveLength(1)
  })

  test('finds in the end what a deposed leader acknowledged after its successor had begun', () => {
    const { write, tell, look, replicas, violations } = judge('no-acknowledged-write-lost')
    write(1, 'a', 1, 'w1', logged(1))
    for (const replica of Object.values(replicas)) replica.log = ['1:1']
    tell('became-leader', { epoch: 2 }, 'b')
    expect(violations).toEqual([])
    write(2, 'a', 2, 'w2', logged(2))
    look(30)
    expect(violations).toHaveLength(1)
  })

  test('without a leader, looks at keys at rest: an older value is a loss, a later one is none', () => {
    const { write, look, show, violations } = judge('no-acknowledged-write-lost')
    write(1, 'a', 5, 'old')
    write(2, 'b', 5, 'new')
    write(2, 'b', 6, 'kept')
    show({ 5: 'old', 6: 'kept' })
    look(6) // not at rest yet
    expect(violations).toEqual([])
    look(20)
    look(21)
    expect(violations.map(({ says }) => says)).toEqual([
      'a shows old for key 5, which lacks an acknowledged write.',
    ])
    show({ 5: 'of somebody who was not told', 6: 'kept' })
    look(22)
    expect(violations).toHaveLength(1)
  })

  test('of a log without timestamps: what was acknowledged before another was wanted is older', () => {
    const { write, look, show, violations, verdict } = judge('no-acknowledged-write-lost')
    const raft = { family: 'raft', stamp: null }
    write(1, 'a', 5, 'old', raft)
    write(2, 'b', 5, 'new', raft)
    show({ 5: 'new' })
    look(14)
    expect(verdict()).toBe(false)
    look(20)
    show({ 5: 'of somebody who was not told' })
    look(21)
    expect(violations).toEqual([])
    expect(verdict()).toBe(true)
    show({ 5: 'old' })
    look(22)
    expect(violations).toHaveLength(1)
  })

  test('counts additions: more than were acknowledged may have happened, fewer may not', () => {
    const { write, look, show, violations } = judge('no-acknowledged-write-lost')
    for (const seconds of [1, 2, 3]) write(seconds, 'a', 5, `w${seconds}`, { family: 'crdt' })
    show({ 5: 4 })
    look(20)
    expect(violations).toEqual([])
    show({ 5: 2 })
    look(21)
    expect(violations).toHaveLength(1)
  })
})

describe('no-acknowledged-write-lost, of sets', () => {
  test('misses the latest that was put in, and asks nothing of what its user has replaced', () => {
    const { write, look, show, violations } = judge('no-acknowledged-write-lost')
    const stamp = (physicalNanos: number) => ({ physicalNanos, counter: 0 })
    write(1, 'a', 5, 'u1#1', { family: 'set', stamp: stamp(1) })
    write(2, 'a', 5, 'u1#2', { family: 'set', stamp: stamp(2) })
    show({ 5: ['u1#2', 'u8#1'] })
    look(20)
    expect(violations).toEqual([])
    show({ 5: ['u1#1', 'u8#1'] })
    look(21)
    expect(violations).toHaveLength(1)
  })
})

describe('replicas-converge', () => {
  test('compares keys at rest only, and says nothing before there are any', () => {
    const { write, look, show, replicas, violations, verdict } = judge('replicas-converge')
    write(1, 'a', 5, 'x')
    show({ 5: 'x' })
    look(14)
    expect(verdict()).toBe(false)
    replicas.b.shows = {}
    write(18, 'a', 5, 'y')
    look(20)
    expect(violations).toEqual([])
    look(24)
    expect(violations).toHaveLength(1)
    expect(violations[0].operations).toContain('24.000 s: b shows nothing for key 5')
    show({ 5: 'y' })
    look(25)
    expect(violations).toHaveLength(1)
    expect(verdict()).toBe(true)
  })

  test('asks nothing of a life of the store in which nothing was written yet', () => {
    for (const name of ['replicas-converge', 'no-acknowledged-write-lost', 'overwritten-stays-overwritten']) {
      const { write, look, show, replicas, violations } = judge(name)
      write(1, 'a', 5, 'x')
      write(2, 'a', 5, 'y', { previous: 'x' })
      write(2, 'a', 6, 'z', { epoch: 1, index: 3, family: 'log-shipping' })
      show({ 5: 'x' })
      replicas.b.shows = {}
      for (const replica of Object.values(replicas)) replica.generation = 2
      look(30)
      expect(violations).toEqual([])
      for (const replica of Object.values(replicas)) replica.generation = 1
      look(31)
      expect(violations).toHaveLength(1)
    }
  })

  test('waits until all are in the same life of the store', () => {
    const { write, look, show, replicas, violations } = judge('replicas-converge')
    write(1, 'a', 5, 'x')
    show({ 5: 'x' })
    Object.assign(replicas.c, { generation: 2, shows: {} })
    look(30)
    expect(violations).toEqual([])
    replicas.c.generation = 1
    look(31)
    expect(violations).toHaveLength(1)
  })
})

describe('overwritten-stays-overwritten', () => {
  test('is broken when the old value stands again, unless somebody wrote it again', () => {
    const { write, look, show, violations } = judge('overwritten-stays-overwritten')
    write(1, 'a', 5, 'first')
    write(2, 'b', 5, 'second', { previous: 'first' })
    show({ 5: 'second' })
    look(20)
    expect(violations).toEqual([])
    show({ 5: 'first' })
    look(21)
    expect(violations[0].says).toBe('Key 5 shows first at a, which second had replaced.')
    write(22, 'c', 5, 'first', { previous: 'second' })
    look(40)
    expect(violations).toHaveLength(1)
  })
})

describe('writes-resume', () => {
  test('is broken once for every ten seconds and more without anybody who takes writes', () => {
    const { look, replicas, violations } = judge('writes-resume')
    const all = (writable: boolean) => {
      for (const replica of Object.values(replicas)) replica.writable = writable
    }
    all(false)
    for (const seconds of [1, 20]) look(seconds) // nobody has begun yet
    all(true)
    look(21)
    all(false)
    for (const seconds of [22, 31]) look(seconds)
    expect(violations).toEqual([])
    for (const seconds of [32.1, 33]) look(seconds)
    expect(violations).toHaveLength(1)
    replicas.b.writable = true
    look(34)
    replicas.b.up = false
    for (const seconds of [35, 46]) look(seconds)
    expect(violations).toHaveLength(2)
    expect(violations[1].operations).toContain('b is down')
  })
})

describe('causal-order', () => {
  const shown = (member: number, vector: number[], made: string | null = null) => ({
    member,
    vector,
    made: made === null ? null : { key: 1, value: made },
  })

  test('is broken by a replica that shows a write before what its writer had seen', () => {
    const { tell, violations } = judge('causal-order')
    tell('operations-shown', shown(0, [1, 0, 0], 'question'), 'a')
    tell('operations-shown', shown(1, [1, 0, 0]), 'b')
    tell('operations-shown', shown(1, [1, 1, 0], 'answer'), 'b')
    expect(violations).toEqual([])
    tell('operations-shown', shown(2, [0, 1, 0]), 'c')
    expect(violations[0].operations).toEqual([
      '0.000 s: a took question for key 1',
      '0.000 s: b took answer for key 1, having shown that',
      '0.000 s: c shows the second without the first',
    ])
    tell('operations-shown', shown(2, [1, 1, 0]), 'c')
    expect(violations).toHaveLength(1)
  })

  test('lets writes that knew nothing of each other come in any order', () => {
    const { tell, violations } = judge('causal-order')
    tell('operations-shown', shown(0, [1, 0, 0], 'x'), 'a')
    tell('operations-shown', shown(1, [0, 1, 0], 'y'), 'b')
    tell('operations-shown', shown(2, [0, 1, 0]), 'c')
    expect(violations).toEqual([])
  })

  test('does not judge sums', () => {
    const { tell, violations } = judge('causal-order', 'crdt')
    tell('operations-shown', shown(0, [1, 0, 0], 'x'), 'a')
    tell('operations-shown', shown(1, [1, 1, 0], 'y'), 'b')
    tell('operations-shown', shown(2, [0, 1, 0]), 'c')
    expect(violations).toEqual([])
  })
})
