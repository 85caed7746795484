import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { service as controller } from '../broker-controller/service.ts'
import { service as consumer } from '../consumer/service.ts'
import { service as producer } from '../producer/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service as broker } from './service.ts'

/** Three brokers, a producer with somebody who writes, and two consumers. */
function cluster(params: { producer?: Record<string, ParameterValue>; formAfterMs?: number } = {}) {
  const bed = new ServiceBed()
  const answers: (string | null)[] = []
  const boss = bed.kind('controller', controller, { partitions: 6, formAfterMs: params.formAfterMs ?? 20 })
  const brokers = ['b1', 'b2', 'b3'].map((id) => bed.kind(id, broker))
  const shop = bed.kind('producer', producer, { lingerMs: 10, ...params.producer })
  const readers = ['c1', 'c2'].map((id) => bed.kind(id, consumer))
  for (const [i, { node }] of brokers.entries()) {
    bed.connect(node, 'controller', boss.node, ms(1))
    for (const other of brokers.slice(i + 1)) bed.connect(node, 'peers', other.node, ms(1))
    bed.connect(shop.node, 'brokers', node, ms(1))
    for (const reader of readers) bed.connect(reader.node, 'brokers', node, ms(1))
  }
  const asker = bed.node('asker', { reply: ({ failure }) => void answers.push(failure) })
  const toShop = bed.connect(asker, 'out', shop.node)
  for (const { behaviour } of [boss, ...brokers, shop, ...readers]) behaviour.start()
  const write = (count: number) => {
    for (let key = 0; key < count; key++)
      bed.kernel.calls.issue(asker, toShop, { op: 'write', key, sizeBytes: 100 }, null, null, {})
  }
  const processed = () => readers.reduce((sum, { counters }) => sum + counters.processed, 0)
  return { bed, brokers, readers, answers, write, processed }
}

describe('brokers with their clients', () => {
  test('a record is acknowledged once all in sync have it, and processed once', () => {
    const { bed, answers, write, processed } = cluster()
    bed.run(s(1))
    write(60)
    bed.run(s(3))
    expect(answers).toEqual(Array(60).fill(null))
    expect(processed()).toBe(60)
  })

  test('until the controller has spoken everybody waits, and nobody is turned away', () => {
    const { bed, answers, write } = cluster({ formAfterMs: 250 })
    let refused = 0
    bed.kernel.observer = {
      ...bed.kernel.observer,
      hop: (_link, direction, call) => {
        if (direction === 1 && call?.answerFailure === 'unavailable') refused++
      },
    }
    write(10)
    bed.run(s(2))
    expect(answers).toEqual(Array(10).fill(null))
    expect(refused).toBe(0)
  })

  test('a broker dies: others lead its partitions, every record is written, and what is written is processed', () => {
    const { bed, brokers, answers, write, processed } = cluster()
    bed.run(s(1))
    write(60)
    bed.run(s(1.02))
    brokers[0].node.crash()
    bed.run(s(4))
    write(60)
    bed.run(s(7))
    expect(answers).toEqual(Array(120).fill(null))
    expect(processed()).toBeGreaterThanOrEqual(120)
    expect(
      brokers
        .slice(1)
        .map(({ counters }) => counters.recordsIn)
        .every((records) => records > 0),
    ).toBe(true)
  })

  test('what cannot be written in time is given up on and said to be so', () => {
    const { bed, brokers, answers, write } = cluster({ producer: { deliveryMs: 1_000 } })
    bed.run(s(1))
    for (const { node } of brokers) node.crash()
    write(10)
    bed.run(s(4))
    expect(answers).toEqual(Array(10).fill('timeout'))
  })

  test('a consumer dies: its partitions go to the other, from where it had committed', () => {
    const { bed, readers, write, processed } = cluster()
    bed.run(s(2))
    readers[0].node.crash()
    write(60)
    bed.run(s(7))
    expect(processed()).toBe(60)
    expect(readers[1].counters.processed).toBe(60)
  })

  test('a group knows its coordinator and asks nobody else while that leads', () => {
    const { bed, write } = cluster()
    bed.run(s(2))
    let refused = 0
    const { observer } = bed.kernel
    bed.kernel.observer = {
      ...observer,
      hop: (_link, direction, call) => {
        const reply = call?.value as { error?: string } | null
        if (direction === 1 && reply?.error === 'not-coordinator') refused++
      },
    }
    write(60)
    bed.run(s(4))
    expect(refused).toBe(0)
  })
})
