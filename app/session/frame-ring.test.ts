import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FrameRing } from './frame-ring.ts'

const COLUMNS = ['run.goodput', 'cache.hitRate'].map((id) => {
  const [of, metric] = id.split('.')
  return { id, of, metric, title: metric, unit: 'requests/s' }
})

/** Rows at 1, 2, 3… with readings that tell them apart. */
const rows = (from: number, to: number): Float64Array =>
  Float64Array.from({ length: (to - from + 1) * 3 }, (_, i) => {
    const instant = from + Math.floor(i / 3)
    return [instant, instant * 10, instant / 4][i % 3]
  })

describe('a frame ring', () => {
  it('answers with nothing before the first frame and for unknown columns', () => {
    const ring = new FrameRing(COLUMNS)
    expect(ring.latest('run.goodput')).toBeNaN()
    expect(ring.window('run.goodput').values).toHaveLength(0)
    expect(ring.columnIndex('nobody.knows')).toBe(-1)
    ring.append(rows(1, 3))
    expect(ring.latest('nobody.knows')).toBeNaN()
    expect(ring.window('nobody.knows').times).toHaveLength(0)
  })

  it('cuts windows by instants, both ends included', () => {
    const ring = new FrameRing(COLUMNS)
    ring.append(rows(1, 10))
    const { times, values } = ring.window('run.goodput', 3, 5)
    expect([...times]).toEqual([3, 4, 5])
    expect([...values]).toEqual([30, 40, 50])
    expect([...ring.window('run.goodput', 2.5, 3.5).times]).toEqual([3])
    expect([...ring.window('run.goodput', 11).times]).toEqual([])
  })

  it('keeps the newest reading exactly, though charts have single precision', () => {
    const ring = new FrameRing(COLUMNS)
    ring.append(Float64Array.of(1, 0.1, 123_456_789_123))
    expect(ring.latest('run.goodput')).toBe(0.1)
    expect(ring.latest('cache.hitRate')).toBe(123_456_789_123)
  })

  it('holds ten simulated minutes at ten readings a second', () => {
    const ring = new FrameRing(COLUMNS)
    for (let at = 1; at <= 20_000; at += 50) ring.append(rows(at, at + 49))
    expect(ring.length).toBe(6_000)
    expect([ring.firstTime, ring.lastTime]).toEqual([14_001, 20_000])
  })

  it('takes a frame that is longer than itself', () => {
    const ring = new FrameRing(COLUMNS, 10)
    ring.append(rows(1, 100))
    expect([...ring.window('run.goodput').times]).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100])
  })

  it('means only what was read', () => {
    const ring = new FrameRing(COLUMNS)
    ring.append(Float64Array.of(1, 4, NaN, 2, NaN, NaN, 3, 8, NaN))
    expect(ring.recentMean('run.goodput', 3)).toBe(6)
    expect(ring.recentMean('cache.hitRate', 3)).toBeNaN()
  })

  it('tells its listeners once a frame, until they leave', () => {
    const ring = new FrameRing(COLUMNS)
    const listener = vi.fn()
    const leave = ring.subscribe(listener)
    ring.append(rows(1, 5))
    ring.append(new Float64Array(0))
    expect(listener).toHaveBeenCalledTimes(1)
    leave()
    ring.append(rows(6, 7))
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('agrees with a plain array, however the rows are cut into frames', () => {
    const frames = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 120 })
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 60 }), (sizes, capacity) => {
        const ring = new FrameRing(COLUMNS, capacity)
        const plain: number[] = []
        for (const size of sizes) {
          ring.append(rows(plain.length + 1, plain.length + size))
          for (let i = 0; i < size; i++) plain.push((plain.length + 1) * 10)
          const expected = plain.slice(-capacity)
          expect([...ring.window('run.goodput').values]).toEqual(expected)
          expect([...ring.tail('run.goodput', 7).values]).toEqual(expected.slice(-7))
        }
      }),
      { numRuns: 100 },
    )
  })
})
