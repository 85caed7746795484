import { expect, it } from 'vitest'
import type { LaneStatus } from '../../workers/api.ts'
import { mergeStatus } from './merge-status.ts'

const totals = { offered: 1, completed: 1, goodput: 1, failed: 0, rejected: 0 }
const first: LaneStatus = {
  digest: 'a',
  checks: [],
  slos: [],
  faults: [],
  settings: { policy: 'lru' },
  params: { cache: { size: 10 } },
  log: [{ atNanos: 0, action: { do: 'lift', id: 'x' } }],
  marks: [],
  totals,
}

it('adds what is new in the log and in the marks', () => {
  const second = mergeStatus(first, {
    log: [{ atNanos: 5, action: { do: 'lift', id: 'y' } }],
    marks: [{ atNanos: 5, node: 'cache', text: 'flushed' }],
  })
  expect(second.log.map(({ atNanos }) => atNanos)).toEqual([0, 5])
  expect(second.marks).toHaveLength(1)
})

it('replaces what has changed and keeps what has not, as the same objects', () => {
  const second = mergeStatus(first, { digest: 'b', settings: { policy: 'arc' } })
  expect([second.digest, second.settings.policy]).toEqual(['b', 'arc'])
  expect(second.params).toBe(first.params)
  expect(second.log).toBe(first.log)
})

it('begins with the first change', () => {
  expect(mergeStatus(null, first)).toEqual(first)
})
