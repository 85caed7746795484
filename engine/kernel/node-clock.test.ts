import { describe, expect, test } from 'vitest'
import { NodeClock } from './node-clock.ts'

describe("a node's clock", () => {
  test('shows true time until something is wrong with it', () => {
    expect(new NodeClock().read(123)).toBe(123)
  })

  test('jumps forward at once, and drifts by parts per million from then on', () => {
    const clock = new NodeClock()
    clock.skew(1_000_000, 500, 100)
    expect(clock.read(1_000_000)).toBe(1_000_500)
    expect(clock.read(11_000_000)).toBe(11_000_000 + 500 + 1000)
  })

  test('set back it stands still until time has caught up', () => {
    const clock = new NodeClock()
    clock.skew(1000, -300, 0)
    expect([1000, 1200, 1300, 1301].map((now) => clock.read(now))).toEqual([1000, 1000, 1000, 1001])
  })

  test('adds errors up and takes each back with what it has drifted', () => {
    const clock = new NodeClock()
    const first = clock.skew(0, 1000, 0)
    const second = clock.skew(0, 0, 1_000_000) // twice as fast
    expect(clock.read(500)).toBe(2000)
    first(500)
    expect([clock.read(500), clock.read(1100)]).toEqual([2000, 2200])
    second(2000)
    expect([clock.read(2000), clock.read(4000), clock.read(4001)]).toEqual([4000, 4000, 4001])
  })

  test('how long something took is measured by one that is never set, and runs as fast', () => {
    const clock = new NodeClock()
    const undo = clock.skew(1000, 1_000_000, 100_000)
    expect([1000, 2000].map((now) => clock.monotonic(now))).toEqual([1000, 2100])
    undo(3000)
    expect([3000, 4000].map((now) => clock.monotonic(now))).toEqual([3200, 4200])
  })

  test('shows the same whether or not somebody looked before', () => {
    const readings = (look: boolean) => {
      const clock = new NodeClock()
      const undo = clock.skew(0, 0, 50_000)
      if (look) clock.read(900)
      undo(1000)
      return [1000, 1020, 1060].map((now) => clock.read(now))
    }
    expect(readings(true)).toEqual(readings(false))
  })
})
