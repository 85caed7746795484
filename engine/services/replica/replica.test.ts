import { describe, expect, test } from 'vitest'
import { SILENT } from '../../kernel/observer.ts'
import { MILLISECOND, ms, s, type Nanos } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { HealthAnswer } from './protocol.ts'
import type { ReplicaState } from './replica-state.ts'
import { service } from './service.ts'

const ONE_WAY = ms(10)

/** Three replicas, all joined, and somebody who asks each of them. */
function group(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const marks: string[] = []
  bed.kernel.observer = { ...SILENT, mark: (node, text) => void marks.push(`${node.id} ${text}`) }
  const answers: { at: Nanos; key: number; value: unknown; failure: string | null }[] = []
  const health: HealthAnswer[] = []
  const asker = bed.node('asker', {
    reply: ({ key, value, failure }) =>
      void answers.push({ at: bed.kernel.now / MILLISECOND, key, value, failure }),
    message: (payload) => void health.push(payload as HealthAnswer),
  })
  const replicas = ['a', 'b', 'c'].map((id) => bed.kind(id, service, params))
  for (const [i, { node }] of replicas.entries())
    for (const other of replicas.slice(i + 1)) bed.connect(node, 'peers', other.node, ONE_WAY)
  const links = replicas.map(({ node }) => bed.connect(asker, 'out', node, 0))
  for (const { behaviour } of replicas) behaviour.start()
  const write = (to: number, key: number, body: number) => {
    bed.ask(links[to], { op: 'write', key, body, client: 7 })
  }
  const read = (to: number, key: number) => void bed.ask(links[to], { op: 'read', key })
  const state = (of: number) => replicas[of].behaviour.state as ReplicaState
  const shows = (of: number) => Object.fromEntries(state(of).hosted.contents())
  const setAll = (name: string, value: ParameterValue) => {
    for (const { behaviour } of replicas) behaviour.set(name, value)
  }
  return { bed, marks, answers, health, links, replicas, write, read, state, shows, setAll }
}

describe('a group that ships a log', () => {
  test('acknowledges asynchronously when the log is durable here, and shows the write everywhere soon', () => {
    const { bed, answers, write, shows } = group({ mode: 'async', fsyncMs: 3, shipMs: 100 })
    bed.run(s(1))
    write(0, 5, 1)
    bed.run(s(2))
    expect(answers).toHaveLength(1)
    expect(answers[0]).toMatchObject({ key: 5, failure: null })
    expect(answers[0].at - 1000).toBeGreaterThanOrEqual(3.2)
    expect(answers[0].at - 1000).toBeLessThan(4)
    for (const replica of [0, 1, 2]) expect(shows(replica)).toEqual({ 5: 'u7#1' })
  })

  test('refuses writes at a follower, and answers reads there only if local reads are allowed', () => {
    const { bed, answers, write, read, setAll } = group({ mode: 'async' })
    write(0, 5, 1)
    bed.run(s(1))
    write(1, 5, 2)
    read(1, 5)
    bed.run(s(2))
    setAll('reads', 'leader')
    read(1, 5)
    read(0, 5)
    bed.run(s(3))
    expect(answers.slice(1).map(({ value, failure }) => failure ?? value)).toEqual([
      'not-leader',
      'u7#1',
      'not-leader',
      'u7#1',
    ])
  })

  test('flushes together what comes during a flush', () => {
    const { bed, answers, write, replicas } = group({ mode: 'async', fsyncMs: 50, requestMicros: 0 })
    bed.run(s(1))
    const before = replicas[0].node.stations.get('disk')!.started
    for (let body = 1; body <= 20; body++) bed.at(s(1) + ms(body), () => write(0, body, body))
    bed.run(s(2))
    expect(answers).toHaveLength(20)
    expect(replicas[0].node.stations.get('disk')!.started - before).toBe(2)
  })

  test('has another lead when the leader dies, and the dead one follows when it is back', () => {
    const { bed, marks, write, shows, replicas, state } = group({ mode: 'sync' })
    write(0, 1, 1)
    bed.run(s(1))
    replicas[0].node.crash()
    bed.run(s(6))
    const leader = [1, 2].find((each) => state(each).leadership.writable)!
    write(leader, 2, 2)
    replicas[0].node.restart()
    bed.run(s(8))
    for (const replica of [0, 1, 2]) expect(shows(replica)).toEqual({ 1: 'u7#1', 2: 'u7#2' })
    expect(marks).toEqual(['a leads epoch 1', `${'abc'[leader]} leads epoch 2`])
    expect(state(0).leadership).toMatchObject({ role: 'follower', epoch: 2, leader })
  })

  test('does not tell a client of success when a pause came between the decision and the flush', () => {
    const { bed, answers, write, replicas } = group({ mode: 'async', fsyncMs: 20 })
    bed.run(s(1))
    write(0, 1, 1)
    bed.at(s(1) + ms(10), () => replicas[0].node.pause())
    bed.at(s(9), () => replicas[0].node.resume())
    bed.run(s(10))
    expect(answers.map(({ failure }) => failure)).toEqual(['no-quorum'])
  })

  test.each([5_000, -5_000])(
    'a clock that is set by %d ms neither ends a lease nor prolongs it',
    (offsetMs) => {
      const { bed, marks, state, replicas } = group()
      bed.at(s(1), () => void replicas[0].node.clock.skew(s(1), ms(offsetMs), 0))
      bed.run(s(4))
      expect(marks).toEqual(['a leads epoch 1'])
      for (const { node } of replicas.slice(1)) node.pause()
      bed.run(s(5.5))
      expect(state(0).leadership.writable).toBe(false)
      expect(marks).toEqual(['a leads epoch 1', 'a no longer leads epoch 1: its lease ran out'])
    },
  )

  test('says how it is to whoever asks', () => {
    const { bed, health, links } = group()
    bed.run(s(1))
    for (const link of links) bed.kernel.send(link.from, link, { type: 'health-question' }, 0)
    bed.run(s(2))
    expect(health.map(({ writable, leads, readable }) => [writable, leads, readable])).toEqual([
      [true, true, true],
      [false, false, true],
      [false, false, true],
    ])
  })

  test('serves again after the loss of its disk only when it holds what it had promised to hold', () => {
    const { bed, answers, write, read, replicas, shows, state } = group({ mode: 'sync' })
    for (let body = 1; body <= 30; body++) write(0, body, body)
    bed.run(s(1))
    replicas[1].node.crash()
    replicas[1].behaviour.loseDisk()
    bed.run(s(2))
    answers.length = 0
    replicas[1].node.restart()
    read(1, 5)
    bed.run(s(2) + ms(1))
    expect(answers).toMatchObject([{ failure: 'unavailable' }])
    expect(state(1).hosted.ready).toBe(false)
    bed.run(s(4))
    read(1, 5)
    bed.run(s(5))
    expect(answers[1]).toMatchObject({ value: 'u7#5', failure: null })
    expect(Object.keys(shows(1))).toHaveLength(30)
  })
})

describe('changing the mode while it runs', () => {
  test('keeps the data between modes of one family', () => {
    const { bed, answers, write, shows, setAll, state } = group({ mode: 'async' })
    write(0, 1, 1)
    bed.run(s(1))
    setAll('mode', 'sync')
    write(0, 2, 2)
    bed.run(s(2))
    expect(answers.map(({ failure }) => failure)).toEqual([null, null])
    expect(answers[1].at - 1000).toBeGreaterThanOrEqual(20)
    expect(shows(2)).toEqual({ 1: 'u7#1', 2: 'u7#2' })
    expect(state(0).generation).toBe(1)
  })

  test('begins anew, empty, with another family, and takes late comers along', () => {
    const { bed, marks, write, shows, setAll, replicas, state } = group({ mode: 'async' })
    write(0, 1, 1)
    bed.run(s(1))
    replicas[2].node.crash()
    setAll('mode', 'multi-leader')
    bed.run(s(2))
    expect(shows(0)).toEqual({})
    setAll('mode', 'async')
    bed.run(s(3))
    write(0, 2, 2)
    bed.run(s(4))
    replicas[2].node.restart() // it has slept through two lives, and wakes in the family of the first
    bed.run(s(5))
    expect([0, 1, 2].map((each) => state(each).generation)).toEqual([3, 3, 3])
    expect([0, 1, 2].map(shows)).toEqual([{ 2: 'u7#2' }, { 2: 'u7#2' }, { 2: 'u7#2' }])
    expect(marks.filter((mark) => mark.includes('begin anew'))).toHaveLength(2)
  })

  test('answers whoever still waits when the machine is replaced', () => {
    const { bed, answers, write, setAll, replicas } = group({ mode: 'sync' })
    bed.run(s(1))
    replicas[1].node.crash()
    replicas[2].node.crash()
    write(0, 1, 1)
    bed.run(s(1.2))
    setAll('mode', 'crdt')
    bed.run(s(2))
    expect(answers).toMatchObject([{ failure: 'connection-lost' }])
  })

  test('turns times while it leads, and outlives foolish ones', () => {
    const { bed, setAll, state } = group({ mode: 'async' })
    bed.run(s(1))
    setAll('heartbeatMs', 60_000) // longer than the lease: it is cut down to half of that
    setAll('electionMs', 50)
    bed.run(s(10))
    expect(state(0).leadership).toMatchObject({ role: 'leader', epoch: 1, writable: true })
  })
})

describe('a group without a leader', () => {
  test.each(['multi-leader', 'causal', 'local-quorum', 'each-quorum'])(
    '%s: takes writes everywhere and shows them everywhere',
    (mode) => {
      const { bed, answers, write, shows } = group({ mode })
      for (const replica of [0, 1, 2]) write(replica, replica, 1)
      bed.run(s(2))
      expect(answers.map(({ failure }) => failure)).toEqual([null, null, null])
      for (const replica of [0, 1, 2]) expect(shows(replica)).toEqual({ 0: 'u7#1', 1: 'u7#1', 2: 'u7#1' })
    },
  )

  test('sets: a write takes the place of its user’s earlier one, and one made apart stays beside it', () => {
    const { bed, write, replicas, shows } = group({ mode: 'eventual', conflicts: 'set', shipMs: 100 })
    write(0, 9, 1)
    bed.run(s(1))
    write(1, 9, 2) // has seen the first
    bed.run(s(2))
    for (const replica of [0, 1, 2]) expect(shows(replica)).toEqual({ 9: ['u7#2'] })
    replicas[2].node.crash()
    write(0, 9, 3)
    bed.run(s(3))
    for (const { node } of replicas.slice(0, 2)) node.crash()
    replicas[2].node.restart()
    bed.run(s(4))
    write(2, 9, 4) // knows of the second alone
    bed.run(s(5))
    for (const { node } of replicas.slice(0, 2)) node.restart()
    bed.run(s(8))
    for (const replica of [0, 1, 2]) expect(shows(replica)).toEqual({ 9: ['u7#3', 'u7#4'] })
  })

  test('counters: every write adds one, and reads give the sum', () => {
    const { bed, answers, write, read } = group({ mode: 'crdt' })
    for (const replica of [0, 1, 2, 0]) write(replica, 9, 1)
    bed.run(s(2))
    read(1, 9)
    bed.run(s(3))
    expect(answers.at(-1)).toMatchObject({ value: 4 })
  })

  test('without repair, what a cut has swallowed never arrives; with it again, it does', () => {
    const { bed, links, write, shows, setAll, replicas } = group({ mode: 'local-quorum', repair: false })
    bed.run(s(1))
    const [toOther] = replicas[0].node.outputs.get('peers')!.slice(1) as typeof links
    toOther.lose.push(0, 0, 0)
    write(0, 1, 1)
    bed.run(s(20))
    expect(shows(1)).toEqual({ 1: 'u7#1' })
    expect(shows(2)).toEqual({})
    setAll('repair', true)
    bed.run(s(40))
    expect(shows(2)).toEqual({ 1: 'u7#1' })
  })
})

test('looking at a replica changes nothing', () => {
  const run = (look: boolean) => {
    const { bed, write, replicas } = group({ mode: 'semi-sync' })
    for (let n = 1; n <= 40; n++) {
      bed.at(n * ms(50), () => write(n % 3, n % 5, n))
      if (look) for (const { behaviour } of replicas) JSON.stringify(behaviour.inspect())
    }
    bed.run(s(4))
    return bed.kernel.scheduler.digest()
  }
  expect(run(true)).toBe(run(false))
})
