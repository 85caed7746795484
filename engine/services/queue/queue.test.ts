import { expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A queue with one consumer before a worker of 10 ms; jobs are brought at once. */
function queueWith(
  params: Record<string, ParameterValue> = {},
  work?: (bed: ServiceBed, call: Call) => void,
) {
  const bed = new ServiceBed()
  const answers: string[] = []
  const done: string[] = []
  const at = () => bed.kernel.now / MILLISECOND
  const client = bed.node('client', {
    reply: (child) => void answers.push(`${at()} ${child.failure ?? JSON.stringify(child.value)}`),
  })
  const kind = bed.kind('queue', service, { consumers: 1, redeliverAfterMs: 100, timeoutMs: 50, ...params })
  const worker =
    work === undefined ? bed.server('worker', ms(10)) : bed.answering('worker', (call) => work(bed, call))
  if (work === undefined) {
    worker.behaviour.served = (call) => {
      done.push(`${at()} ${call.key}`)
      bed.succeed(call, call.key)
    }
  }
  bed.connect(kind.node, 'workers', worker)
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  const bring = (...keys: number[]) => {
    for (const key of keys) bed.ask(link, { op: 'write', key })
  }
  return { ...kind, bed, worker, answers, done, bring }
}

test('takes jobs at once and has them done one after the other', () => {
  const { bed, bring, answers, done, counters } = queueWith()
  bring(7, 8, 9)
  bed.run(s(1))
  expect(answers).toEqual(['0 1', '0 2', '0 3'])
  expect(done).toEqual(['10 7', '20 8', '30 9'])
  expect(counters).toMatchObject({ accepted: 3, done: 3, redelivered: 0, deadLetters: 0 })
})

test('turns jobs away when it is full', () => {
  const { bed, bring, answers } = queueWith({ capacity: 2 })
  bring(7, 8, 9)
  bed.run(s(1))
  expect(answers).toEqual(['0 1', '0 2', '0 queue-full'])
})

test('gives a job out again that failed or took too long, and at last puts it aside', () => {
  const delivered: string[] = []
  const { bed, bring, counters } = queueWith({ deliveriesMax: 3 }, (bed_, call) => {
    delivered.push(`${bed_.kernel.now / MILLISECOND} ${call.key}/${call.attempt}`)
    if (call.key === 7 && call.attempt === 1) bed_.fail(call, 'unavailable')
    else if (call.key === 7) bed_.succeed(call)
  })
  bring(7)
  bed.run(s(1))
  bring(8) // never answered
  bed.run(s(3))
  expect(delivered).toEqual(['0 7/1', '100 7/2', '1000 8/1', '1150 8/2', '1300 8/3'])
  expect(counters).toMatchObject({ done: 1, redelivered: 3, deadLetters: 1 })
})

test('keeps accepted jobs through a crash, and loses them if they were only in memory', () => {
  const afterCrash = (persistent: boolean) => {
    const { bed, node, bring, done, counters } = queueWith({ persistent })
    bring(7, 8, 9)
    bed.run(ms(15))
    node.crash()
    node.restart()
    bed.run(s(1))
    return { done: done.map((line) => line.split(' ')[1]), lost: counters.lost }
  }
  expect(afterCrash(true)).toEqual({ done: ['7', '8', '8', '9'], lost: 0 }) // 8 was under way: at least once
  expect(afterCrash(false)).toEqual({ done: ['7', '8'], lost: 2 })
})

test('can let who brings a job wait until it is done', () => {
  const { bed, bring, answers, node } = queueWith({ answers: 'done', capacity: 1 })
  bring(7, 8, 9)
  bed.run(s(1))
  expect(answers).toEqual(['0 queue-full', '10 7', '20 8'])
  expect(node.stations.get('consumers')!.busy).toBe(0)
})
