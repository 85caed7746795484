import { expect, test } from 'vitest'
import type { Output } from '../../algorithms/replication/replica.ts'
import { MILLISECOND, ms } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import { perform } from './perform.ts'
import type { Envelope } from './protocol.ts'
import type { ReplicaContext, ReplicaState } from './replica-state.ts'
import { service } from './service.ts'

/** A replica whose flushes take 50 ms, and another that only notes what it is told. */
function pair() {
  const bed = new ServiceBed()
  const heard: [atMs: number, message: unknown][] = []
  const answers: [atMs: number, value: unknown][] = []
  const { node, behaviour } = bed.kind('a', service, { mode: 'async', fsyncMs: 50, requestMicros: 0 })
  const hear = (payload: unknown) => {
    const { message } = payload as Envelope
    if (typeof message === 'string') heard.push([Math.round(bed.kernel.now / MILLISECOND), message])
  }
  const other = bed.node('b', { message: hear }, service.kind)
  const asker = bed.node('asker', {
    reply: ({ value }) => void answers.push([bed.kernel.now / MILLISECOND, value]),
  })
  bed.connect(node, 'peers', other)
  const link = bed.connect(asker, 'out', node)
  behaviour.start()
  const ask = (output: Partial<Output<unknown>>) =>
    perform(
      behaviour.state as ReplicaState,
      { persistBytes: 0, send: [], answers: [], notices: [], ...output },
      behaviour.context as unknown as ReplicaContext,
    )
  const say = (message: string, persistBytes: number) =>
    ask({ persistBytes, send: [{ to: 1, message, sizeBytes: 1 }] })
  return { bed, heard, answers, say, read: () => bed.ask(link, { op: 'read', key: 1 }) }
}

test('what has nothing to write itself does not overtake what is being written', () => {
  const { bed, heard, say } = pair()
  bed.at(ms(100), () => say('promised', 1))
  bed.at(ms(120), () => say('as promised', 0))
  bed.run(ms(400))
  expect(heard).toEqual([
    [150, 'promised'],
    [150, 'as promised'],
  ])
})

test('it waits for no flush of its own, and for none when the disk rests', () => {
  const { bed, heard, say } = pair()
  bed.at(ms(100), () => say('nothing new', 0))
  bed.at(ms(200), () => say('promised', 1))
  bed.at(ms(210), () => say('as promised', 0))
  bed.at(ms(260), () => say('later', 0))
  bed.run(ms(400))
  expect(heard.map(([at]) => at)).toEqual([100, 250, 250, 260])
})

test('a reader does not wait for the disk: what is shown to him is settled', () => {
  const { bed, answers, say, read } = pair()
  bed.at(ms(100), () => say('promised', 1))
  bed.at(ms(110), () => read())
  bed.run(ms(400))
  expect(answers).toEqual([[110, null]])
})
