import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s } from '../../lib/units.ts'
import { defaultsOf, type ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { Batch, Progress } from '../stream-mapper/protocol.ts'
import { ItemMix } from './item-mix.ts'
import { EVENT_STREAM_PARAMS, type EventStreamParams } from './params.ts'
import { service } from './service.ts'

/** A stream with two regions, each before a mapper that only listens. */
function streamBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const stream = bed.kind('events', service, { ratePerSecond: 1_000, paneSeconds: 0.5, ...params })
  const heard: Batch[][] = [[], []]
  const mappers = heard.map((batches, region) => {
    const node = bed.node(`mapper-${region}`, { message: (payload) => void batches.push(payload as Batch) })
    const link = bed.connect(stream.node, 'mappers', node)
    return (progress: Progress) => {
      bed.kernel.send(node, link, progress, 0)
      bed.run(bed.kernel.now + ms(1))
    }
  })
  stream.behaviour.start()
  const kept = () => stream.behaviour.context.metrics.gauges.kept
  return { bed, stream, heard, mappers, kept }
}
const sequences = (batches: readonly Batch[]) => batches.map(({ sequence }) => sequence)
const upTo = (end: number) => Array.from({ length: end }, (_, i) => i)

describe('a stream', () => {
  test('numbers what each region gets without gaps, and closes every pane in every region', () => {
    const { bed, heard, stream } = streamBed()
    bed.run(s(1.7))
    for (const batches of heard) {
      expect(sequences(batches)).toEqual(upTo(batches.length))
      expect(batches.filter(({ closes }) => closes).map(({ pane }) => pane)).toEqual([0, 1, 2])
      const panes = batches.map(({ pane }) => pane)
      expect(panes).toEqual(panes.toSorted((a, b) => a - b))
    }
    const events = heard.flat().reduce((sum, { items }) => sum + items.length, 0)
    expect(stream.counters.events).toBe(events)
    expect(events).toBeGreaterThan(1_200)
    expect(events).toBeLessThan(2_200)
  })

  test('keeps what is not safe yet, and sends it again from where it is asked', () => {
    const { bed, heard, mappers, kept } = streamBed()
    bed.run(s(1))
    const [batches] = heard
    const before = batches.length
    mappers[0]({ type: 'ack', next: 5 })
    expect(kept()).toBeGreaterThan(before - 5)
    batches.length = 0
    mappers[0]({ type: 'resend', next: before - 3 })
    expect(sequences(batches).slice(0, 3)).toEqual([before - 3, before - 2, before - 1])
    batches.length = 0
    mappers[0]({ type: 'resend', next: 0 })
    expect(sequences(batches)[0]).toBe(5) // what was safe is gone
  })

  test('goes on numbering after a crash: the log is on its disk', () => {
    const { bed, heard, stream, mappers } = streamBed()
    bed.run(s(0.7))
    stream.node.crash()
    bed.run(s(1))
    stream.node.restart()
    bed.run(s(1.8))
    for (const batches of heard) expect(sequences(batches)).toEqual(upTo(batches.length))
    heard[0].length = 0
    mappers[0]({ type: 'resend', next: 0 })
    expect(sequences(heard[0])[0]).toBe(0)
  })

  test('falls silent at rate nought, and comes back', () => {
    const { bed, heard, stream } = streamBed()
    bed.run(s(0.2))
    stream.behaviour.set('ratePerSecond', 0)
    bed.run(s(0.3))
    const events = () => heard.flat().filter(({ items }) => items.length > 0).length
    const before = events()
    bed.run(s(2))
    expect(events()).toBe(before)
    stream.behaviour.set('ratePerSecond', 1_000)
    bed.run(s(2.5))
    expect(events()).toBeGreaterThan(before + 20)
  })
})

describe('what events are about', () => {
  const draw = (params: Partial<EventStreamParams>, region = 0) => {
    const mix = new ItemMix({ ...(defaultsOf(EVENT_STREAM_PARAMS) as EventStreamParams), ...params })
    const random = new RandomStream(7, 'items')
    return Array.from({ length: 20_000 }, () => mix.next(region, random))
  }
  const share = (items: readonly number[], is: (item: number) => boolean) =>
    items.filter(is).length / items.length

  test('the shares that were asked for', () => {
    const items = draw({ localShare: 0.3, bandShare: 0.1, tailShare: 0.5 })
    expect(share(items, (item) => item >= 300_000_000)).toBeCloseTo(0.5, 1)
    expect(share(items, (item) => item >= 100_000_000 && item < 200_000_000)).toBeCloseTo(0.15, 1)
    expect(share(items, (item) => item >= 200_000_000 && item < 300_000_000)).toBeCloseTo(0.05, 1)
  })

  test('items of the tail come once, those of a region in no other, and those that are second everywhere in both', () => {
    const tail = draw({ tailShare: 1 })
    expect(new Set(tail).size).toBe(tail.length)
    const [here, there] = [0, 1].map((region) => new Set(draw({ localShare: 1, bandShare: 0 }, region)))
    expect([...here].filter((item) => there.has(item))).toEqual([])
    const [one, other] = [0, 1].map((region) => new Set(draw({ localShare: 0, bandShare: 1 }, region)))
    expect(one).toEqual(other)
  })

  test('other favourites after a shift, and one item for everybody when a key is hot', () => {
    const favourites = draw({ localShare: 0, bandShare: 0, shift: 5_000_000 })
    expect(Math.min(...favourites)).toBe(5_000_000)
    expect(share(draw({ hotKeyShare: 0.5 }), (item) => item === 99_999_999)).toBeCloseTo(0.5, 1)
  })
})
