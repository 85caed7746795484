import { expect, it } from 'vitest'
import type { LaneStatus } from '../../workers/api.ts'
import { faultSpans } from './fault-spans.ts'

const inject = (atNanos: number, id: string) => ({
  atNanos,
  action: { do: 'inject', fault: 'pause', id, on: { node: 'a' } } as const,
})
const lift = (atNanos: number, id: string) => ({ atNanos, action: { do: 'lift', id } as const })
const status = (log: LaneStatus['log'], active: string[]) =>
  ({ log, faults: active.map((id) => ({ id })) }) as unknown as LaneStatus

it('lasts from the injection to the lifting, or until now', () => {
  const log = [inject(10, 'a'), inject(20, 'b'), lift(30, 'a')]
  expect(faultSpans(status(log, ['b']), 99)).toEqual([
    { id: 'a', fromNanos: 10, toNanos: 30 },
    { id: 'b', fromNanos: 20, toNanos: 99 },
  ])
})

it('counts a fault that struck, was lifted and struck again twice', () => {
  const log = [inject(10, 'a'), lift(20, 'a'), inject(30, 'a')]
  expect(faultSpans(status(log, ['a']), 40).map(({ fromNanos, toNanos }) => toNanos - fromNanos)).toEqual([
    10, 10,
  ])
})

it('gives no span to what was over at once, and to lifting what was not there', () => {
  expect(faultSpans(status([inject(10, 'flush'), lift(20, 'x')], []), 99)).toEqual([])
  expect(faultSpans(null, 99)).toEqual([])
})
