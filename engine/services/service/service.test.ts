import { describe, expect, test } from 'vitest'
import { MILLISECOND } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A service of constant work of 10 ms with dependencies that take 20, 30 … ms; the answers' instants in milliseconds. */
function serviceWith(params: Record<string, ParameterValue>, dependencies: number) {
  const bed = new ServiceBed()
  const answers: [atMs: number, failure: string | null, value: unknown][] = []
  const client = bed.node('client', {
    reply: (child) => void answers.push([bed.kernel.now / MILLISECOND, child.failure, child.value]),
  })
  const kind = bed.kind('app', service, { serviceMs: 10, variation: 0, workers: 1, ...params })
  const others = Array.from({ length: dependencies }, (_, i) =>
    bed.server(`other${i}`, (i + 2) * 10 * MILLISECOND, { servers: 10 }),
  )
  for (const other of others) bed.connect(kind.node, 'next', other)
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  const ask = (count: number) => {
    for (let key = 0; key < count; key++) bed.ask(link, { op: 'read', key })
    bed.run(10_000 * MILLISECOND)
    return answers
  }
  return { ...kind, bed, others, ask }
}

describe('a service', () => {
  test('works on its requests one after the other, as many at once as it has workers', () => {
    expect(
      serviceWith({}, 0)
        .ask(3)
        .map(([at]) => at),
    ).toEqual([10, 20, 30])
    expect(
      serviceWith({ workers: 2 }, 0)
        .ask(3)
        .map(([at]) => at),
    ).toEqual([10, 10, 20])
  })

  test('turns away what its queue has no room for', () => {
    const answers = serviceWith({ queueLimit: 1 }, 0).ask(3)
    expect(answers.map(([at, failure]) => [at, failure])).toEqual([
      [0, 'queue-full'],
      [10, null],
      [20, null],
    ])
  })

  test('asks others in turn, and passes the last answer on', () => {
    const { ask, counters } = serviceWith({}, 2)
    expect(ask(1)).toEqual([[60, null, 0]])
    expect(counters).toEqual({ calls: 2, failedCalls: 0 })
  })

  test('asks others all at once', () => {
    expect(serviceWith({ calls: 'parallel' }, 2).ask(1)).toEqual([[40, null, 0]])
  })

  test.each(['in-turn', 'parallel'])('fails with the first of them that fails (%s)', (calls) => {
    for (const workerWaits of [false, true]) {
      const { ask, others, counters } = serviceWith({ calls, workerWaits }, 2)
      others[0].crash()
      const [[, failure]] = ask(1)
      expect(failure).toBe('unavailable')
      expect(counters.failedCalls).toBe(1)
    }
  })

  test('keeps its worker for the request while it waits only if it has a thread a request', () => {
    const instants = (params: Record<string, ParameterValue>) =>
      serviceWith({ workers: 1, ...params }, 1)
        .ask(3)
        .map(([at]) => at)
    expect(instants({})).toEqual([30, 40, 50])
    expect(instants({ workerWaits: true })).toEqual([30, 60, 90])
  })

  test('with a thread a request asks in turn or at once as well', () => {
    expect(serviceWith({ workerWaits: true }, 2).ask(1)).toEqual([[60, null, 0]])
    expect(serviceWith({ workerWaits: true, calls: 'parallel' }, 2).ask(1)).toEqual([[40, null, 0]])
  })

  test('takes new parameters up for work that begins', () => {
    const { bed, behaviour, ask } = serviceWith({}, 0)
    behaviour.set('serviceMs', 25)
    expect(ask(2).map(([at]) => at)).toEqual([25, 50])
    expect(bed.kernel.scheduler.pending).toBe(0)
  })
})
