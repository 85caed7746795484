import { describe, expect, it } from 'vitest'
import { EdgeFlow, widthOf } from './edge-flow.ts'

const flights = (...list: [link: number, direction: number, outcome: number][]) =>
  Float64Array.from(list.flatMap((each) => [...each, 0]))
const many = (count: number, link: number, direction: number, outcome: number) =>
  flights(...Array.from({ length: count }, () => [link, direction, outcome] as [number, number, number]))

/** Fifty frames of 66 ms with the same flights. */
function settled(each: Float64Array, oneIn = 1) {
  const flow = new EdgeFlow()
  for (let frame = 0; frame <= 50; frame++) flow.add(each, oneIn, frame * 66_000_000)
  return flow
}

describe('the flow of an edge', () => {
  it('is what was seen on it, a simulated second', () => {
    expect(settled(many(10, 1, 0, 0)).of(1).perSecond).toBeCloseTo(10 / 0.066, 0)
    expect(settled(many(10, 1, 0, 0)).of(0).perSecond).toBe(0)
  })
  it('counts each dot for the messages it stands for', () => {
    expect(settled(many(10, 1, 0, 0), 8).of(1).perSecond).toBeCloseTo(80 / 0.066, 0)
  })
  it('knows the share that goes badly', () => {
    const mixed = Float64Array.from([...many(6, 0, 0, 0), ...many(3, 0, 1, 1), ...many(3, 0, 1, 3)])
    expect(settled(mixed).of(0).badShare).toBeCloseTo(0.5)
    expect(settled(many(4, 2, 0, 4)).of(2).badShare).toBeCloseTo(1)
  })
  it('says nothing bad of an edge that rests, whatever was on it before', () => {
    const flow = settled(many(4, 2, 0, 4))
    for (let frame = 51; frame <= 100; frame++) flow.add(new Float64Array(0), 1, frame * 66_000_000)
    expect(flow.of(2).badShare).toBe(0)
  })
  it('takes edges that came later', () => {
    expect(settled(many(10, 500, 0, 0)).of(500).perSecond).toBeCloseTo(10 / 0.066, 0)
    expect(settled(many(10, 500, 0, 0)).of(501)).toEqual({ perSecond: 0, badShare: 0 })
  })
  it('stands still while time does', () => {
    const flow = settled(many(10, 1, 0, 0))
    const before = flow.of(1)
    flow.add(new Float64Array(0), 1, 50 * 66_000_000)
    expect(flow.of(1)).toEqual(before)
  })
  it('is drawn wider by the same for every tenfold', () => {
    expect(widthOf(0)).toBe(0)
    const steps = [100, 1000, 10_000].map(widthOf)
    expect(steps[1] - steps[0]).toBeCloseTo(steps[2] - steps[1], 1)
    expect(widthOf(1e12)).toBe(11)
  })
})
