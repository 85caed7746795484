import { expect, it } from 'vitest'
import { FrameRing } from '../session/frame-ring.ts'
import { nodeState } from './node-state.ts'

const METRICS = ['status', 'rate', 'failures', 'utilization']
const columns = METRICS.map((metric) => ({ id: `db.${metric}`, of: 'db', metric, title: metric, unit: '' }))

/** The state after readings of [status, rate, failures, utilization], oldest first. */
function stateAfter(...readings: [number, number, number, number][]) {
  const ring = new FrameRing(columns)
  ring.append(Float64Array.from(readings.flatMap((reading, i) => [i + 1, ...reading])))
  return nodeState(ring, 'db')
}

it('is calm before anything has been read, and while all is well', () => {
  expect(nodeState(new FrameRing(columns), 'db')).toBe('calm')
  expect(stateAfter([2, 100, 0, 0.4])).toBe('calm')
  expect(stateAfter([2, 100, 0, NaN])).toBe('calm')
})

it('tells what was done to the node', () => {
  expect(stateAfter([0, 0, 0, 0])).toBe('down')
  expect(stateAfter([1, 0, 0, 0])).toBe('paused')
  expect(stateAfter([3, 100, 0, 0.4])).toBe('slow')
})

it('is failing when more than one answer in twenty is a failure', () => {
  expect(stateAfter([2, 100, 4, 0.4])).toBe('calm')
  expect(stateAfter([2, 100, 6, 0.4])).toBe('failing')
  expect(stateAfter([2, 0, 3, 0.4])).toBe('failing')
})

it('is saturated when it has been busy for a second, not for an instant', () => {
  const calm: [number, number, number, number] = [2, 100, 0, 0.5]
  const busy: [number, number, number, number] = [2, 100, 0, 1]
  expect(stateAfter(...Array.from({ length: 9 }, () => calm), busy)).toBe('calm')
  expect(stateAfter(...Array.from({ length: 10 }, () => busy))).toBe('saturated')
})

it('puts the worse before the bad: a crash before failures, failures before saturation', () => {
  expect(stateAfter([0, 100, 100, 1])).toBe('down')
  expect(stateAfter([2, 100, 100, 1])).toBe('failing')
  expect(stateAfter([3, 100, 0, 1])).toBe('saturated')
})
