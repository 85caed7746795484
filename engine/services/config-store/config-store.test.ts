import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { ConfigRequest } from './protocol.ts'
import { service } from './service.ts'
import type { StoreState } from './store-state.ts'

/** Three servers, and somebody who may ask each of them. */
function group(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: { failure: string | null; value: Record<string, unknown> | null }[] = []
  const kinds = ['a', 'b', 'c'].map((id) => bed.kind(id, service, params))
  for (const [i, { node }] of kinds.entries())
    for (const other of kinds.slice(i + 1)) bed.connect(node, 'peers', other.node, ms(1))
  const asker = bed.node('asker', {
    reply: ({ failure, value }: Call) =>
      void answers.push({ failure, value: value as Record<string, unknown> | null }),
  })
  const links = kinds.map(({ node }) => bed.connect(asker, 'out', node))
  for (const { behaviour } of kinds) behaviour.start()
  const ask = (server: number, body: ConfigRequest) =>
    bed.kernel.calls.issue(asker, links[server], { op: 'config', key: 0, body }, null, null, {})
  const leader = () => kinds.findIndex(({ behaviour }) => (behaviour.state as StoreState).raft.leads)
  return { bed, kinds, answers, ask, leader }
}
const put = (value: string): ConfigRequest => ({ what: 'transact', when: [], puts: [{ key: 'x', value }] })
const get: ConfigRequest = { what: 'get', key: 'x' }

describe('a configuration server', () => {
  test('that has just started lets everybody wait until it hears of a leader', () => {
    const { bed, answers, ask } = group()
    for (const server of [0, 1, 2]) ask(server, put(`by ${server}`))
    bed.run(ms(100))
    expect(answers).toEqual([])
    bed.run(s(2))
    expect(answers.map(({ failure }) => failure)).toEqual([null, null, null])
  })

  test('answers reads of what was written through any other', () => {
    const { bed, answers, ask, leader } = group()
    bed.run(s(1))
    ask((leader() + 1) % 3, put('new'))
    bed.run(s(1.1))
    ask((leader() + 2) % 3, get)
    bed.run(s(1.2))
    expect(answers[1]).toMatchObject({ failure: null, value: { value: 'new' } })
  })

  test('passes the renewal of a lease on to the leader, and the answer back', () => {
    const { bed, answers, ask, leader } = group()
    bed.run(s(1))
    const other = (leader() + 1) % 3
    ask(other, { what: 'grant', lease: 9, ttlMs: 1_000 })
    for (const at of [1.4, 2, 2.6, 3.2]) bed.at(s(at), () => ask(other, { what: 'renew', lease: 9 }))
    bed.run(s(3.4))
    expect(answers.slice(1).map(({ failure, value }) => failure ?? value?.succeeded)).toEqual([
      true,
      true,
      true,
      true,
    ])
    bed.run(s(6))
    ask(other, { what: 'renew', lease: 9 })
    bed.run(s(6.1))
    expect(answers.at(-1)).toMatchObject({ failure: null, value: { succeeded: false } })
  })

  test.each([5_000, -5_000])('ends a lease in its time, though its clock is set by %d ms', (offsetMs) => {
    const { bed, kinds, answers, ask, leader } = group()
    bed.run(s(1))
    const leads = leader()
    const renew = () => ask(leads, { what: 'renew', lease: 9 })
    ask(leads, { what: 'grant', lease: 9, ttlMs: 1_000 })
    bed.at(s(1.2), () => void kinds[leads].node.clock.skew(s(1.2), ms(offsetMs), 0))
    bed.at(s(1.8), renew)
    bed.at(s(3.2), renew)
    bed.run(s(3.4))
    expect(leader()).toBe(leads)
    expect(answers.slice(1).map(({ failure, value }) => failure ?? value?.succeeded)).toEqual([true, false])
  })

  test('says that a renewal may not have happened when the leader does not answer it', () => {
    const { bed, kinds, answers, ask, leader } = group()
    bed.run(s(1))
    const [first, other] = [leader(), (leader() + 1) % 3]
    ask(other, { what: 'grant', lease: 9, ttlMs: 10_000 })
    bed.run(s(1.1))
    kinds[first].node.crash()
    ask(other, { what: 'renew', lease: 9 })
    bed.run(s(4))
    expect(answers[1]).toMatchObject({ failure: 'no-quorum' })
  })

  test('does without its leader after an election, and knows what was acknowledged', () => {
    const { bed, kinds, answers, ask, leader } = group()
    bed.run(s(1))
    const first = leader()
    ask(first, put('kept'))
    bed.run(s(1.1))
    kinds[first].node.crash()
    bed.run(s(3))
    ask(leader(), get)
    bed.run(s(3.1))
    expect(answers[1]).toMatchObject({ failure: null, value: { value: 'kept' } })
  })

  test('that has just started and hears of no leader says so', () => {
    const { bed, kinds, answers, ask } = group()
    for (const { node } of kinds.slice(1)) node.crash()
    ask(0, put('alone'))
    ask(0, get)
    bed.run(s(1.1))
    expect(answers).toEqual([])
    bed.run(s(1.3))
    expect(answers.map(({ failure }) => failure)).toEqual(['not-leader', 'not-leader'])
  })

  test('left alone, refuses a read within an election timeout, whether it notices that it leads nobody or not', () => {
    for (const checkQuorum of [true, false]) {
      const { bed, kinds, answers, ask, leader } = group({ checkQuorum, preVote: checkQuorum })
      bed.run(s(1))
      const first = leader()
      for (const [i, { node }] of kinds.entries()) if (i !== first) node.crash()
      ask(first, get)
      bed.run(s(1.35))
      expect(answers.map(({ failure }) => failure)).toEqual(['not-leader'])
      expect(leader() === first).toBe(!checkQuorum)
    }
  })

  test('left alone, does not answer from what it has', () => {
    const { bed, kinds, answers, ask, leader } = group()
    bed.run(s(1))
    const first = leader()
    for (const [i, { node }] of kinds.entries()) if (i !== first) node.crash()
    bed.run(s(3))
    ask(first, get)
    bed.run(s(5))
    expect(answers.filter(({ failure }) => failure === null)).toEqual([])
  })
})
