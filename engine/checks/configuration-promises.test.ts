import { describe, expect, test } from 'vitest'
import { s, type Nanos } from '../lib/units.ts'
import { INVARIANTS } from './catalogue.ts'
import type { CheckContext, Violation } from './define-invariant.ts'

/** One invariant, told facts by hand. */
function judge(name: string) {
  const invariant = INVARIANTS.get(name)!
  const violations: Violation[] = []
  let now: Nanos = 0
  const ctx = {
    get now() {
      return now
    },
  } as CheckContext
  const state = invariant.start(ctx)
  const note = (violation: Violation | null | undefined) => violation && violations.push(violation)
  return {
    violations,
    tell: (seconds: number, fact: string, about: object, node = 'a') => {
      now = s(seconds)
      const on = invariant.on?.[fact]
      if (on !== undefined) note(on(state, about as never, node, ctx))
    },
    look: () => note(invariant.check!(state, ctx)),
    get conclusive() {
      return invariant.conclusive?.(state, ctx)
    },
  }
}

describe('one-lease-holder', () => {
  const write = (token: number, worker: string, accepted = true) => ({
    lock: 'lock/0',
    token,
    worker,
    accepted,
    atNanos: 0,
  })
  test('tokens that rise are fine, and so is an old one that is turned away', () => {
    const { tell, violations } = judge('one-lease-holder')
    for (const token of [3, 3, 8]) tell(1, 'guarded-write', write(token, 'x'))
    tell(2, 'guarded-write', write(3, 'x', false))
    tell(2, 'guarded-write', { ...write(4, 'x'), lock: 'lock/1' })
    expect(violations).toEqual([])
  })
  test('an old token that is accepted is caught, with both writes', () => {
    const { tell, violations } = judge('one-lease-holder')
    tell(1, 'guarded-write', write(3, 'x'))
    tell(2, 'guarded-write', write(8, 'y'))
    tell(3, 'guarded-write', write(3, 'x'))
    expect(violations).toMatchObject([{ says: expect.stringContaining('x writes') }])
    expect(violations[0].operations).toHaveLength(2)
  })
  test('two workers who write with one token are caught', () => {
    const { tell, violations } = judge('one-lease-holder')
    tell(1, 'guarded-write', write(3, 'x'))
    tell(2, 'guarded-write', write(3, 'y'))
    expect(violations).toMatchObject([
      { says: 'y writes under lock/0 with token 3, though x has written with the same.' },
    ])
    expect(violations[0].operations).toHaveLength(2)
  })
})

describe('watchers-miss-nothing', () => {
  function begun() {
    const judged = judge('watchers-miss-nothing')
    judged.tell(0, 'watch-reset', { watchers: [0, 1], revision: 0 }, 'web')
    for (const revision of [1, 2, 3, 4, 5])
      judged.tell(1, 'revision-applied', { revision, ofFlags: revision !== 3 }, 's1')
    return judged
  }
  const deliver = (watchers: number[], revisions: number[]) =>
    ['watch-delivered', { watchers, revisions }, 'web'] as const

  test('every revision of the flags, in one message or in several', () => {
    const { tell, violations } = begun()
    tell(2, ...deliver([0, 1], [1, 2]))
    tell(2, ...deliver([0], [4]))
    tell(2, ...deliver([1], [4, 5]))
    expect(violations).toEqual([])
  })
  test.each([
    ['one that is left out', [1, 4], 'has never seen revision 2'],
    ['one that comes too early', [2], 'has never seen revision 1'],
  ])('%s is caught', (_what, revisions, says) => {
    const { tell, violations } = begun()
    tell(2, ...deliver([0, 1], revisions))
    expect(violations).toMatchObject([{ says: expect.stringContaining(says) }])
  })
  test('one that comes twice is caught', () => {
    const { tell, violations } = begun()
    tell(2, ...deliver([0], [1, 2]))
    tell(2, ...deliver([0], [2]))
    expect(violations).toMatchObject([{ says: expect.stringContaining('once more') }])
  })
  test('who is told of compaction goes on from there', () => {
    const { tell, violations } = begun()
    tell(2, 'watch-reset', { watchers: [0], revision: 4 }, 'web')
    tell(2, ...deliver([0], [5]))
    expect(violations).toEqual([])
    tell(3, ...deliver([1], [5]))
    expect(violations).toHaveLength(1)
  })
})

describe('configuration-is-linearizable', () => {
  let request = 0
  function client(judged: ReturnType<typeof judge>) {
    const begin = (op: string, body: unknown = null) => {
      const ask = { request: ++request, client: 1, op, key: 1, body }
      judged.tell(1, 'client-ask', ask)
      return (value: unknown, failure: string | null = null) =>
        judged.tell(1, 'client-answer', { ...ask, ok: failure === null, failure, value, attempts: 1 })
    }
    return {
      begin,
      put: (value: number) => begin('put', value)({ revision: 1, succeeded: true }),
      get: (value: number | null) => begin('get')({ value }),
      cas: (from: number, to: number, succeeded: boolean) => begin('cas', [from, to])({ succeeded }),
    }
  }
  test('reads of what was written last', () => {
    const judged = judge('configuration-is-linearizable')
    const { put, get, cas } = client(judged)
    get(null)
    put(1)
    get(1)
    cas(1, 2, true)
    cas(1, 3, false)
    get(2)
    judged.look()
    expect(judged.violations).toEqual([])
    expect(judged.conclusive).toBe(true)
  })
  test('a read of what was overwritten is caught', () => {
    const judged = judge('configuration-is-linearizable')
    const { put, get } = client(judged)
    put(1)
    put(2)
    get(1)
    judged.look()
    expect(judged.violations).toHaveLength(1)
  })
  test('a comparison that held, though it cannot have, is caught', () => {
    const judged = judge('configuration-is-linearizable')
    const { put, cas } = client(judged)
    put(1)
    cas(2, 3, true)
    judged.look()
    expect(judged.violations).toHaveLength(1)
  })
  test('a write without an answer may have happened or not, also windows later', () => {
    const judged = judge('configuration-is-linearizable')
    const { begin, put, get } = client(judged)
    begin('put', 99)(null, 'timeout')
    for (let i = 0; i < 200; i++) {
      put(i)
      get(i)
      if (i % 20 === 0) judged.look()
    }
    get(99)
    judged.look()
    expect(judged.violations).toEqual([])
    get(198)
    judged.look()
    expect(judged.violations, 'what was overwritten stays so, whatever else may happen').toHaveLength(1)
  })
  test('a write that certainly did not happen is never read', () => {
    const judged = judge('configuration-is-linearizable')
    const { begin, get } = client(judged)
    begin('put', 7)(null, 'unavailable')
    get(7)
    judged.look()
    expect(judged.violations).toHaveLength(1)
  })
})

describe('the properties of Raft as invariants', () => {
  const raft = (more: object) => ({
    term: 1,
    vote: -1,
    role: 'follower',
    commitIndex: 0,
    baseIndex: 0,
    lastIndex: 0,
    termAt: () => 0,
    entryAt: () => undefined,
    ...more,
  })
  const nothing = {
    sendFirst: [],
    restore: null,
    committed: [],
    reads: [],
    refusedReads: [],
    persist: null,
    send: [],
    notices: [],
  }
  const step = (member: number, view: object, output: object = {}, received: object | null = null) => ({
    group: 'g',
    member,
    raft: raft(view),
    received,
    output: { ...nothing, ...output },
  })
  const entry = (index: number, term: number, command: string) => ({
    index,
    term,
    command,
    configuration: null,
    sizeBytes: 1,
  })
  const start = (member: number, term = 0, vote = -1) => ({
    group: 'g',
    member,
    term,
    vote,
    snapshotIndex: 0,
    snapshotTerm: 0,
  })

  test.each([
    ['raft-election-safety', [step(0, { role: 'leader' }), step(1, { role: 'leader' })]],
    [
      'raft-leader-append-only',
      [
        step(0, { role: 'leader', lastIndex: 3 }),
        step(0, { role: 'leader', lastIndex: 3 }, { persist: { from: 2, entries: [] } }),
      ],
    ],
    [
      'raft-log-matching',
      [
        step(0, {}, { persist: { from: 1, entries: [entry(1, 1, 'x')] } }),
        step(1, {}, { persist: { from: 1, entries: [entry(1, 1, 'y')] } }),
      ],
    ],
    [
      'raft-leader-completeness',
      [
        step(0, { term: 1 }, { committed: [entry(1, 1, 'x')] }),
        step(1, { term: 2, lastIndex: 1, termAt: () => 2 }, { notices: [{ type: 'became-leader' }] }),
      ],
    ],
    [
      'raft-state-machine-safety',
      [step(0, {}, { committed: [entry(1, 1, 'x')] }), step(1, {}, { committed: [entry(1, 2, 'y')] })],
    ],
    ['raft-term-and-vote-kept', [step(0, { term: 3 }), step(0, { term: 2 })]],
  ])('%s', (name, steps) => {
    const { tell, violations } = judge(name)
    for (const member of [0, 1]) tell(0, 'raft-start', start(member))
    tell(1, 'raft-step', steps[0])
    expect(violations).toEqual([])
    tell(2, 'raft-step', steps[1])
    expect(violations).toHaveLength(1)
    expect(violations[0].operations).toHaveLength(1)
  })
  test('raft-term-and-vote-kept: a vote that another has heard of must be known after a restart', () => {
    const { tell, violations } = judge('raft-term-and-vote-kept')
    for (const member of [0, 1]) tell(0, 'raft-start', start(member))
    const message = { type: 'vote-reply', term: 4, campaignTerm: 4, probe: false, granted: true }
    tell(1, 'raft-step', step(0, { term: 4 }, {}, { from: 1, message }))
    tell(2, 'raft-start', start(1, 4, 0))
    expect(violations).toEqual([])
    tell(3, 'raft-start', start(1, 4, -1))
    expect(violations).toHaveLength(1)
  })
})
