import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'

const popAll = (queue: EventQueue): number[] => {
  const handles: number[] = []
  while (queue.size > 0) handles.push(queue.pop())
  return handles
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('event queue', () => {
  it('is empty at first, and then has no time to peek at and nothing to pop', () => {
    const queue = new EventQueue()
    expect(queue.size).toBe(0)
    expect(queue.poppedTime).toBe(0)
    expect(queue.peekTime()).toBe(Infinity)
    expect(() => queue.pop()).toThrow('an event is popped only when one is pending')
  })

  it('pops by time and says the time', () => {
    const queue = new EventQueue()
    queue.push(30, 3)
    queue.push(10, 1)
    queue.push(20, 2)
    expect(queue.peekTime()).toBe(10)
    expect([queue.pop(), queue.poppedTime]).toEqual([1, 10])
    expect([queue.pop(), queue.poppedTime]).toEqual([2, 20])
    expect([queue.pop(), queue.poppedTime]).toEqual([3, 30])
  })

  it('pops events of equal time in push order, also those pushed at that very time', () => {
    const queue = new EventQueue()
    for (let i = 0; i < 100; i++) queue.push(7, i)
    expect(queue.pop()).toBe(0)
    for (let i = 100; i < 200; i++) queue.push(7, i)
    expect(popAll(queue)).toEqual(upTo(200).slice(1))
  })

  it('refuses an event in the past, at no time, or beyond the last exact nanosecond', () => {
    const queue = new EventQueue()
    queue.push(10, 1)
    queue.pop()
    expect(() => queue.push(9, 2)).toThrow('not scheduled in the past')
    expect(() => queue.push(NaN, 2)).toThrow('not scheduled in the past')
    expect(() => queue.push(Infinity, 2)).toThrow('before 2^53')
    expect(() => queue.push(2 ** 53, 2)).toThrow('before 2^53')
    queue.push(Number.MAX_SAFE_INTEGER, 3)
  })

  it('keeps order between a burst at one time and later events inside the same bucket', () => {
    const queue = new EventQueue()
    for (let i = 0; i < 1000; i++) queue.push(5_000, i)
    for (let i = 0; i < 1000; i++) {
      expect(queue.pop()).toBe(i)
      queue.push(5_001 + (i % 3), 1000 + i)
    }
    const byTime = upTo(1000).sort((a, b) => (a % 3) - (b % 3))
    expect(popAll(queue)).toEqual(byTime.map((i) => 1000 + i))
  })

  it('takes time about proportional to the events when a whole burst fans out again and again', () => {
    const queue = new EventQueue()
    const size = 20_000
    for (let i = 0; i < size; i++) queue.push(1_000, i)
    let handle = size
    for (let i = 0; i < 20 * size; i++) {
      const popped = queue.pop()
      if (popped !== i) expect(popped).toBe(i)
      queue.push(queue.poppedTime + (queue.poppedTime === 3_000 ? 0 : 1_000), handle++)
      if (queue.poppedTime === 3_000 && i > 10 * size) break
    }
    expect(queue.size).toBe(size)
  })

  it('orders neighbouring nanoseconds at the far end of time', () => {
    const queue = new EventQueue()
    const times = upTo(20_000).map((i) => 9_000_000_000_000_000 + ((i * 7919) % 10_007))
    times.forEach((time, i) => queue.push(time, i))
    const expected = upTo(20_000).sort((a, b) => times[a] - times[b] || a - b)
    expect(popAll(queue)).toEqual(expected)
  })
})
