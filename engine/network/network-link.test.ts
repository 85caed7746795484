import { describe, expect, test } from 'vitest'
import { KernelBed } from '../kernel/kernel.bed.ts'
import { BACKWARD, FORWARD, LOST, type Direction } from '../kernel/link.ts'
import { RandomStream } from '../lib/random.ts'
import { MICROSECOND, ms, type Nanos } from '../lib/units.ts'
import { NetworkLink, type LinkOptions } from './network-link.ts'

function link(options: Partial<LinkOptions> = {}): NetworkLink {
  const bed = new KernelBed()
  return new NetworkLink(
    0,
    bed.node('a'),
    bed.node('b'),
    { id: 'a>b', port: 'next', latencyNanos: ms(10), bandwidthBitsPerSecond: 0, ...options },
    new RandomStream(1, 'link'),
  )
}
/** How long a message takes that is sent at the instant `at`, which is not before the last one's. */
function sendAt(at: Nanos, of: NetworkLink, direction: Direction, sizeBytes: number): Nanos {
  of.from.kernel.scheduler.runUntil(at)
  return of.transit(direction, sizeBytes)
}
/** Arrivals of messages sent a microsecond apart. */
const arrivals = (of: NetworkLink, count: number, sizeBytes = 100) =>
  Array.from({ length: count }, (_, i) => {
    const delay = sendAt(i * MICROSECOND, of, FORWARD, sizeBytes)
    return delay === LOST ? LOST : i * MICROSECOND + delay
  })
const ascends = (instants: number[]) => instants.every((at, i) => i === 0 || at >= instants[i - 1])

describe('a link', () => {
  test('takes its latency and up to a tenth more', () => {
    const of = link()
    const delays = Array.from({ length: 1000 }, (_, i) => sendAt(i * ms(100), of, FORWARD, 100) / ms(10))
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...delays)).toBeLessThanOrEqual(1.1)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(0.09)
  })

  test('without latency takes no time at all', () => {
    expect(arrivals(link({ latencyNanos: 0 }), 3)).toEqual([0, MICROSECOND, 2 * MICROSECOND])
  })

  test('keeps messages of one direction in order, though their delays differ', () => {
    expect(ascends(arrivals(link(), 1000))).toBe(true)
  })

  test('lets messages overtake one another while a fault reorders them, and no longer after', () => {
    const of = link()
    const undo = of.inOrder.add(0.5)
    expect(ascends(arrivals(of, 1000))).toBe(false)
    undo()
    const later = Array.from({ length: 1000 }, (_, i) => ms(100) + i + sendAt(ms(100) + i, of, FORWARD, 1))
    expect(ascends(later)).toBe(true)
  })

  test('sends one after the other through its bandwidth, each direction by itself', () => {
    const of = link({ latencyNanos: 0, bandwidthBitsPerSecond: 8_000_000 }) // a byte a microsecond
    expect([1, 2, 3].map(() => of.transit(FORWARD, 1000))).toEqual([ms(1), ms(2), ms(3)])
    expect(of.transit(BACKWARD, 1000)).toBe(ms(1))
    expect(sendAt(ms(5), of, FORWARD, 500)).toBe(ms(0.5))
  })

  test('loses what it is told to, and counts it', () => {
    const of = link()
    of.delivery.add(0.8)
    const lost = arrivals(of, 5000).filter((at) => at === LOST).length
    expect(Math.abs(lost / 5000 - 0.2)).toBeLessThan(0.025)
    expect([of.sent, of.lost]).toEqual([5000, lost])
  })

  test('cut in one direction lets nothing through there and everything in the other', () => {
    const of = link()
    of.cuts[FORWARD]++
    expect(of.transit(FORWARD, 1)).toBe(LOST)
    expect(of.transit(BACKWARD, 1)).toBeGreaterThan(0)
    of.single.add(0)
    expect(of.copyTransit(FORWARD, 1)).toBe(LOST)
  })

  test('doubles the share of the messages that it is told to', () => {
    const of = link()
    expect(of.copyTransit(FORWARD, 1)).toBe(LOST)
    of.single.add(0.7)
    const copies = Array.from({ length: 5000 }, () => of.copyTransit(FORWARD, 1)).filter((at) => at !== LOST)
    expect(Math.abs(copies.length / 5000 - 0.3)).toBeLessThan(0.03)
  })
})
