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
