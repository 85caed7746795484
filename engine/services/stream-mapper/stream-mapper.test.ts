import { expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { service as events } from '../event-stream/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service as reducer } from '../top-k-reducer/service.ts'
import { service } from './service.ts'
import type { Summary } from './protocol.ts'

/** A stream before one mapper, and whoever takes its summaries. */
function pipeline(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const summaries: Summary[] = []
  const stream = bed.kind('events', events, { ratePerSecond: 2_000, paneSeconds: 0.5 })
  const mapper = bed.kind('mapper', service, { eventMicros: 10, ...params })
  const taker = bed.node('taker', {
    message: (payload, _from, link) => {
      const summary = payload as Summary
      summaries.push(summary)
      bed.kernel.send(taker, link, { type: 'stored', pane: summary.pane }, 32)
    },
  })
  const link = bed.connect(stream.node, 'mappers', mapper.node, ms(1))
  bed.connect(mapper.node, 'reducer', taker, ms(1))
  mapper.behaviour.start()
  stream.behaviour.start()
  const log = () =>
    (stream.behaviour.state as { log: { truth: Map<number, { get(item: number): number }> } }).log
  const emitted = (pane: number) => {
    let total = 0
    const table = log().truth.get(pane) as unknown as {
      forEach(visit: (item: number, count: number) => void): void
    }
    table.forEach((_item, count) => (total += count))
    return total
  }
  return { bed, stream, mapper, summaries, link, emitted }
}

const totals = (summaries: readonly Summary[]) => new Map(summaries.map(({ pane, total }) => [pane, total]))

test('counts every event of a pane once and ships it when the pane closes', () => {
  const { bed, summaries, emitted, stream } = pipeline()
  bed.run(s(3.1))
  expect(summaries.map(({ pane }) => pane)).toEqual([0, 1, 2, 3, 4, 5])
  for (const [pane, total] of totals(summaries)) expect(total).toBe(emitted(pane))
  expect(stream.behaviour.context.metrics.gauges.kept).toBeLessThan(250)
})

test('reads the open pane again after a crash, and counts nothing twice', () => {
  const { bed, mapper, summaries, emitted } = pipeline()
  bed.run(s(1.3))
  mapper.node.crash()
  bed.run(s(1.9))
  mapper.node.restart()
  bed.run(s(5))
  const seen = totals(summaries)
  for (let pane = 0; pane < 8; pane++) expect(seen.get(pane)).toBe(emitted(pane))
  expect(mapper.counters.again).toBeGreaterThan(100)
})

test('goes on after a crash, if it is told to, with a hole', () => {
  const { bed, mapper, summaries, emitted } = pipeline({ recovery: 'none' })
  bed.run(s(1.3))
  mapper.node.crash()
  bed.run(s(1.9))
  mapper.node.restart()
  bed.run(s(5))
  const seen = totals(summaries)
  expect(seen.get(2)).toBeLessThan(emitted(2))
  expect(seen.get(6)).toBe(emitted(6))
  expect(mapper.counters.skipped).toBeGreaterThan(0)
})

test('ships the whole sketch or only its list', () => {
  const { bed, summaries } = pipeline({ ships: 'list', k: 5 })
  bed.run(s(0.6))
  expect(summaries[0].sketch).toBeNull()
  expect(summaries[0].list).toHaveLength(5)
  const whole = pipeline()
  whole.bed.run(s(0.6))
  expect(whole.summaries[0].sketch!.total).toBe(whole.emitted(0))
  expect(whole.summaries[0].sizeBytes).toBeGreaterThan(summaries[0].sizeBytes)
})

test('the reducer takes each pane of each mapper once, and waits for all of them', () => {
  const bed = new ServiceBed()
  const { node, behaviour } = bed.kind('reducer', reducer, { windowPanes: 2 })
  const source = pipeline()
  source.bed.run(s(2.1))
  const senders = ['a', 'b'].map((id) => {
    const sender = bed.node(id, {})
    return { sender, link: bed.connect(sender, 'reducer', node) }
  })
  behaviour.start()
  const send = (who: number, pane: number) => {
    const summary = { ...source.summaries[pane], mapper: `m${who}` }
    bed.kernel.send(senders[who].sender, senders[who].link, summary, 1)
  }
  const latest = () =>
    (behaviour.state as { store: { latest: { total: number; lastPane: number } | null } }).store.latest
  for (const pane of [0, 1]) {
    send(0, pane)
    send(0, pane)
  }
  bed.run(s(1))
  expect(latest()).toBeNull()
  send(1, 1)
  send(1, 0)
  bed.run(s(2))
  expect(latest()).toMatchObject({ lastPane: 1, total: 2 * (source.emitted(0) + source.emitted(1)) })
})
