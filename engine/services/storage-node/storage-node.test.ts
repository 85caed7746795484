import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import type { Node } from '../../kernel/node.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { StoreReading } from './protocol.ts'
import { service } from './service.ts'

/** Three storage nodes that know each other, and somebody who asks the first one. */
function ring(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const nodes = ['a', 'b', 'c'].map((id) => bed.kind(id, service, { ringSize: 3, ...params }))
  for (const [i, from] of nodes.entries())
    for (const to of nodes.slice(i + 1)) bed.connect(from.node, 'peers', to.node, ms(0.5))
  const answers: { ok: boolean; failure: string | null; value: unknown }[] = []
  const asker: Node = bed.node('asker', {
    reply: ({ ok, failure, value }: Call) => void answers.push({ ok, failure, value }),
  })
  const link = bed.connect(asker, 'out', nodes[0].node)
  for (const { behaviour } of nodes) behaviour.start()
  const ask = (op: string, body?: unknown) =>
    bed.kernel.calls.issue(asker, link, { op, key: 5, body, client: 1 }, null, null, {})
  return { bed, nodes, answers, ask }
}

describe('a storage node', () => {
  test('answers a write once two disks have it, and shows it to the next reader', () => {
    const { bed, answers, ask, nodes } = ring()
    ask('write', 1)
    bed.run(ms(20))
    expect(answers).toMatchObject([{ ok: true }])
    ask('read')
    bed.run(ms(40))
    const reading = answers[1].value as StoreReading
    expect(reading.siblings.map(({ value }) => value)).toEqual(['u1#1'])
    expect(nodes[0].counters).toMatchObject({ reads: 1, writes: 1, refused: 0 })
  })

  test('replaces what the writer had seen, and keeps what he had not', () => {
    const { bed, answers, ask } = ring()
    ask('write', 1)
    bed.run(ms(20))
    ask('read')
    bed.run(ms(40))
    const { seen } = answers[1].value as StoreReading
    ask('write', { value: 2, seen })
    ask('write', 3)
    bed.run(ms(80))
    ask('read')
    bed.run(ms(100))
    const { siblings } = answers[4].value as StoreReading
    expect(siblings.map(({ value }) => value)).toEqual(['u1#2', 'u1#3'])
  })

  test('keeps through a crash of all what it had acknowledged', () => {
    const { bed, answers, ask, nodes } = ring()
    for (let i = 1; i <= 5; i++) ask('write', i)
    bed.run(ms(40))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
    for (const { node } of nodes) node.crash()
    for (const { node } of nodes) node.restart()
    bed.run(s(1))
    ask('read')
    bed.run(s(1.2))
    expect((answers[5].value as StoreReading).siblings).toHaveLength(5)
  })

  test('loses it when logs are synced now and then', () => {
    const { bed, answers, ask, nodes } = ring({ sync: 'periodic', syncEveryMs: 10_000 })
    for (let i = 1; i <= 5; i++) ask('write', i)
    bed.run(ms(40))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
    for (const { node } of nodes) node.crash()
    for (const { node } of nodes) node.restart()
    bed.run(s(1))
    ask('read')
    bed.run(s(1.2))
    expect((answers[5].value as StoreReading).siblings.length).toBeLessThan(5)
  })

  test('says so when two of three are out of reach', () => {
    const { bed, answers, ask, nodes } = ring()
    bed.run(s(1))
    nodes[1].node.crash()
    nodes[2].node.crash()
    ask('write', 1)
    bed.run(s(2.5))
    expect(answers[0]).toMatchObject({ ok: false, failure: 'no-quorum' }) // not suspected yet: it may have happened
    bed.run(s(6))
    ask('write', 2)
    bed.run(s(7))
    expect(answers[1]).toMatchObject({ ok: false, failure: 'replicas-unreachable' })
  })

  test('does not change when it is looked at', () => {
    const { bed, ask, nodes } = ring()
    ask('write', 1)
    bed.run(ms(300))
    const look = () => JSON.stringify(nodes[0].behaviour.inspect())
    expect(look()).toBe(look())
  })
})
