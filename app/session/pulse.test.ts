import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pulse } from './pulse.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

it('beats ten times a second however many frames come, and never swallows the last one', () => {
  const pulse = new Pulse(100)
  const listener = vi.fn()
  const leave = pulse.subscribe(listener)
  for (let frame = 0; frame < 60; frame++) {
    pulse.touch()
    vi.advanceTimersByTime(1000 / 60)
  }
  expect(listener.mock.calls.length).toBeGreaterThanOrEqual(9)
  expect(listener.mock.calls.length).toBeLessThanOrEqual(11)
  const before = listener.mock.calls.length
  vi.advanceTimersByTime(1000)
  expect(listener.mock.calls.length - before).toBeLessThanOrEqual(1)
  vi.advanceTimersByTime(1000)
  pulse.touch()
  expect(listener.mock.calls.length).toBeGreaterThan(before)
  leave()
  const left = listener.mock.calls.length
  vi.advanceTimersByTime(1000)
  pulse.touch()
  expect(listener).toHaveBeenCalledTimes(left)
})

it('flushed, it beats at once and not again for the same frames', () => {
  const pulse = new Pulse(100)
  const listener = vi.fn()
  pulse.subscribe(listener)
  pulse.touch()
  pulse.touch() // waits for its turn
  pulse.flush()
  expect(listener).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(1000)
  expect(listener).toHaveBeenCalledTimes(2)
  pulse.touch()
  expect(listener).toHaveBeenCalledTimes(3)
})

it('in parts, calls some at a time and each once a beat; a frame that comes meanwhile has a beat of its own', () => {
  const pulse = new Pulse(100, 3)
  const called: number[] = []
  for (let i = 0; i < 7; i++) pulse.subscribe(() => called.push(i))
  pulse.touch()
  expect(called).toEqual([0, 1, 2])
  pulse.touch() // of this frame the first three know nothing yet
  vi.advanceTimersByTime(Pulse.PART_MS)
  expect(called).toEqual([0, 1, 2, 3, 4, 5])
  vi.advanceTimersByTime(Pulse.PART_MS)
  expect(called).toEqual([0, 1, 2, 3, 4, 5, 6])
  vi.advanceTimersByTime(100 - 2 * Pulse.PART_MS)
  expect(called.slice(7)).toEqual([0, 1, 2])
  vi.advanceTimersByTime(1000)
  expect(called.slice(7)).toEqual([0, 1, 2, 3, 4, 5, 6])
})

it('in parts, does not call who has left before it was his turn; flushed, it calls all at once', () => {
  const pulse = new Pulse(100, 2)
  const listeners = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
  const leave = listeners.map((listener) => pulse.subscribe(listener))
  const calls = () => listeners.map(({ mock }) => mock.calls.length)
  pulse.touch()
  leave[2]()
  vi.advanceTimersByTime(1000)
  expect(calls()).toEqual([1, 1, 0, 1])
  pulse.touch()
  expect(calls()).toEqual([2, 2, 0, 1])
  pulse.flush()
  expect(calls()).toEqual([3, 3, 0, 2])
  vi.advanceTimersByTime(1000)
  expect(calls()).toEqual([3, 3, 0, 2])
})
