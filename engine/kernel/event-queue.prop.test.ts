import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'

/** The oracle: a plain array kept sorted by time, newer events behind older ones of the same time. */
class SortedArray {
  events: { time: number; handle: number }[] = []
  push(time: number, handle: number): void {
    let at = this.events.length
    while (at > 0 && this.events[at - 1].time > time) at--
    this.events.splice(at, 0, { time, handle })
  }
}

type Step =
  | { do: 'push'; delays: number[] }
  | { do: 'burst'; delay: number; count: number }
  | { do: 'pop'; count: number }
  | { do: 'peek' }

const delay = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 10_000_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 1000, 1_000_000, 60_000_000_000) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('push'), delays: fc.array(delay, { maxLength: 300 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('burst'), delay, count: fc.integer({ min: 1, max: 300 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pop'), count: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('peek') }) },
)

function walk(start: number, steps: Step[]): void {
  const queue = new EventQueue()
  const oracle = new SortedArray()
  let handle = 0
  const push = (time: number) => {
    queue.push(time, handle)
    oracle.push(time, handle++)
  }
  const popOne = () => {
    const expected = oracle.events.shift()
    if (expected === undefined) return false
    if (expected.handle % 7 === 0) expect(queue.peek()).toBe(expected.handle)
    const popped = queue.pop()
    if (popped !== expected.handle || queue.poppedTime !== expected.time) {
      expect({ handle: popped, time: queue.poppedTime }).toEqual(expected)
    }
    return true
  }
  push(start)
  popOne()
  for (const each of steps) {
    if (each.do === 'push') for (const delay of each.delays) push(queue.poppedTime + delay)
    if (each.do === 'burst') for (let i = 0; i < each.count; i++) push(queue.poppedTime + each.delay)
    if (each.do === 'pop') for (let i = 0; i < each.count && popOne(); i++);
    if (each.do === 'peek') {
      expect(queue.peekTime()).toBe(oracle.events[0]?.time ?? Infinity)
      if (queue.size > 0) expect(queue.peek()).toBe(oracle.events[0].handle)
    }
    expect(queue.size).toBe(oracle.events.length)
  }
  while (popOne());
  expect(queue.size).toBe(0)
  expect(queue.peekTime()).toBe(Infinity)
}

describe('event queue', () => {
  it('pops in the order of a sorted array, whatever is pushed between the pops', () => {
    const start = fc.constantFrom(0, 1, 123_456_789, 8_000_000_000_000_000)
    const steps = fc.array(step, { minLength: 1, maxLength: 40 })
    fc.assert(fc.property(start, steps, walk), { numRuns: 300 })
  })

  it('keeps the order when every pop pushes again, at many scales at once', () => {
    const size = fc.constantFrom(1, 2, 31, 33, 60, 700, 4000, 9000)
    const spread = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(size, spread, fc.integer({ min: 1, max: 1e9 }), hold), { numRuns: 60 })
  })
})

/** The hold model with delays that are a random part of a random power of ten. Checks order only, so that it may be large. */
function hold(size: number, exponents: number[], seed: number): void {
  const queue = new EventQueue()
  const pushedTimes: number[] = []
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * below)
  }
  const push = () => {
    const time = queue.poppedTime + random(Number(`1e${exponents[random(exponents.length)]}`))
    queue.push(time, pushedTimes.length)
    pushedTimes.push(time)
  }
  for (let i = 0; i < size; i++) push()
  let time = 0
  let handle = -1
  for (let i = 0; i < 5 * size + 2000; i++) {
    const next = queue.pop()
    const ordered = queue.poppedTime > time || (queue.poppedTime === time && next > handle)
    if (!ordered || queue.poppedTime !== pushedTimes[next]) expect.unreachable(`event ${next} out of order`)
    time = queue.poppedTime
    handle = next
    push()
  }
  expect(queue.size).toBe(size)
}
