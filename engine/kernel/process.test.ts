import { describe, expect, test } from 'vitest'
import { defineService, type Call, type Context, type Steps } from '../services/define-service.ts'
import { ServiceBehaviour } from '../services/service-behaviour.ts'
import type { Metrics } from '../measure/metric.ts'
import type { Parameters } from '../schema/parameter.ts'
import { KernelBed } from './kernel.bed.ts'
import type { Process } from './process.ts'

type AnyContext = Context<Parameters, Metrics, 'next', 'work'>

/** A client and a node whose requests are handled by `handle`, with a station `work` of one server and links to three echoes. */
function handling(handle: (call: Call, ctx: AnyContext) => Steps<unknown>) {
  const bed = new KernelBed()
  const node = bed.node('node')
  const echoes = [30, 60, 90].map((workNanos, i) => bed.server(`echo${i}`, workNanos, { servers: 100 }))
  const links = echoes.map((echo) => bed.link(node, echo, 0))
  const spec = defineService({
    kind: 'bed',
    title: 'Bed',
    summary: '',
    group: 'compute',
    icon: '',
    understands: ['reads'],
    ports: { next: { title: '', edges: 'any' } },
    params: {},
    metrics: {},
    headline: {},
    stations: { work: { title: 'Work', servers: 1 } },
    start: () => ({}),
    handle: (_state, call, ctx) => handle(call, ctx as unknown as AnyContext),
    calibration: { models: '', constants: [], leavesOut: '' },
  })
  node.behaviour = new ServiceBehaviour(spec, node, {})
  node.behaviour.start()
  const link = bed.link(bed.node('client'), node, 10)
  const ask = (key: number, timeoutNanos = Infinity) =>
    bed.ask(link, { op: 'read', key }, { timeoutNanos, cancelOnTimeout: true })
  return { bed, node, links, echoes, ask }
}

describe('a handler that reads top to bottom', () => {
  test('works, asks, sleeps and answers with what it returns', () => {
    const { bed, links, ask } = handling(function* (call, ctx) {
      yield* ctx.work(100, 'work')
      const reply = yield* ctx.call(links[0], call)
      yield* ctx.sleep(5)
      return `${String(reply.value)}!`
    })
    ask(7)
    bed.run(1000)
    expect(bed.log).toEqual(['155 client got 7! for 7']) // 10 + 100 + 30 + 5 + 10
  })

  test('asks several at once and waits for all of them', () => {
    const { bed, links, ask } = handling(function* (call, ctx) {
      const calls = links.map((link) => ctx.start(link, call))
      yield* ctx.all(calls)
      return calls.filter(({ ok }) => ok).length
    })
    ask(7)
    bed.run(1000)
    expect(bed.log).toEqual(['110 client got 3 for 7'])
  })

  test('goes on as soon as enough have succeeded', () => {
    const { bed, links, ask } = handling(function* (call, ctx) {
      return yield* ctx.atLeast(
        2,
        links.map((link) => ctx.start(link, call)),
      )
    })
    ask(7)
    bed.run(1000)
    expect(bed.log).toEqual(['80 client got true for 7'])
  })

  test('goes on as soon as so many have failed that not enough can succeed', () => {
    const { bed, links, echoes, ask } = handling(function* (call, ctx) {
      return yield* ctx.atLeast(
        2,
        links.map((link) => ctx.start(link, call)),
      )
    })
    echoes[0].crash()
    echoes[2].crash()
    ask(7)
    bed.run(1000)
    expect(bed.log).toEqual(['20 client got false for 7'])
  })

  test('must answer: one that ends without is an error', () => {
    const { bed, ask } = handling(function* (_call, ctx) {
      yield* ctx.sleep(1)
    })
    ask(7)
    expect(() => bed.run(1000)).toThrow('ends with ctx.reply')
  })

  test('waits for a wake-up from elsewhere and gets what it brings', () => {
    const waiting: Process[] = []
    const { bed, ask } = handling(function* (call, ctx) {
      if (call.key === 2) {
        ctx.wake(waiting[0], 'the lock')
        return 'woke it'
      }
      waiting.push(ctx.current)
      return yield* ctx.suspend()
    })
    ask(1)
    bed.run(50)
    ask(2)
    bed.run(1000)
    expect(bed.log).toEqual(['70 client got woke it for 2', '70 client got the lock for 1'])
  })
})

describe('a held server', () => {
  function* holding(call: Call, ctx: AnyContext): Steps<unknown> {
    const refusal = yield* ctx.hold('work')
    if (refusal !== null) return ctx.fail(call, refusal)
    try {
      yield* ctx.workHeld(50, 'work')
      yield* ctx.sleep(50)
      return call.key
    } finally {
      ctx.release('work')
    }
  }

  test('is kept until it is given back', () => {
    const { bed, node, ask } = handling(holding)
    ask(1)
    ask(2)
    bed.run(1000)
    expect(bed.log).toEqual(['120 client got 1 for 1', '220 client got 2 for 2'])
    expect(node.stations.get('work')!.busyNanos).toBe(200)
  })

  test('is given back when the caller cancels, whatever the handler waits for', () => {
    for (const giveUpAfter of [30, 100]) {
      const { bed, node, ask } = handling(holding)
      ask(1, giveUpAfter)
      ask(2)
      bed.run(1000)
      expect(bed.log.at(-1)).toBe(`${giveUpAfter + 10 + 110} client got 2 for 2`)
      expect(node.stations.get('work')!.busy).toBe(0)
    }
  })

  test('is not waited for any more by a caller who cancels', () => {
    const { bed, node, ask } = handling(holding)
    ask(1)
    ask(2, 30)
    ask(3)
    bed.run(1000)
    expect(bed.log).toEqual([
      '30 client got timeout for 2',
      '120 client got 1 for 1',
      '220 client got 3 for 3',
    ])
    expect(node.stations.get('work')!.busy).toBe(0)
  })

  test('is free again after a crash, and the dead handler never goes on', () => {
    let ended = 0
    const { bed, node, ask } = handling(function* (call, ctx) {
      const answer = yield* holding(call, ctx)
      ended++
      return answer
    })
    ask(1)
    ask(2)
    bed.run(40)
    node.crash()
    node.restart()
    ask(3)
    bed.run(1000)
    expect(bed.log.slice(-1)).toEqual(['160 client got 3 for 3'])
    expect([ended, node.stations.get('work')!.busy]).toEqual([1, 0])
  })

  test('works on for as long as the node was paused', () => {
    const { bed, node, ask } = handling(holding)
    ask(1) // works from 10 to 60, sleeps to 110
    bed.run(30)
    node.pause()
    bed.run(50)
    node.resume()
    bed.run(1000)
    expect(bed.log).toEqual(['140 client got 1 for 1'])
  })
})

test('background work ends with a crash', () => {
  let turns = 0
  const { bed, node } = handling(function* () {
    yield
  })
  const { context } = node.behaviour as ServiceBehaviour
  context.spawn(
    (function* (): Steps {
      while (true) {
        turns++
        yield* context.sleep(10)
      }
    })(),
  )
  bed.run(45)
  node.crash()
  node.restart()
  bed.run(1000)
  expect(turns).toBe(5)
})
