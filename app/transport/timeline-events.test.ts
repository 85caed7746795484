import { expect, it } from 'vitest'
import type { Document } from '../../engine/schema/document.ts'
import type { LaneStatus } from '../../workers/api.ts'
import { SERVICES } from '../../engine/services/catalogue.ts'
import { describeKind } from '../../engine/services/describe-kind.ts'
import { takeKinds } from '../state/catalogue.ts'
import { describeAction, describePlace, timelineEvents } from './timeline-events.ts'

takeKinds([...SERVICES.values()].map(describeKind))

const DOCUMENT: Document = {
  version: 1,
  title: '',
  nodes: {
    users: { kind: 'client', label: 'Users', at: [0, 0], params: {} },
    store: { kind: 'database', label: 'Store', at: [1, 0], params: {} },
  },
  edges: [{ id: 'u>s', from: 'users', port: 'out', to: 'store' }],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

it('says what a command did in the words of the forms', () => {
  const rate = { do: 'set', node: 'users', param: 'ratePerSecond', value: 900 } as const
  expect(describeAction(rate, DOCUMENT)).toBe('Users: rate set to 900 requests/s')
  expect(describeAction({ do: 'switch', name: 'mode', to: 'sync' }, DOCUMENT)).toBe('Switch mode set to sync')
  expect(describeAction({ do: 'set', node: 'gone', param: 'x', value: true }, DOCUMENT)).toBe(
    'gone: x set to true',
  )
})

it('says where a fault strikes', () => {
  expect(describePlace({ node: 'store' }, DOCUMENT)).toBe('Store')
  expect(describePlace({ edge: 'u>s' }, DOCUMENT)).toBe('Users → Store')
  expect(describePlace({ between: [['users'], ['region:west']] }, DOCUMENT)).toBe('Users | region west')
  expect(describePlace({ run: true }, DOCUMENT)).toBe('everything')
})

it('puts commands, marks and broken promises in time order', () => {
  const broken = { atNanos: 3, text: 'two rows', operations: [] }
  const status = {
    log: [{ atNanos: 5, action: { do: 'lift', id: 'f' } }],
    marks: [{ atNanos: 1, node: 'store', text: 'restarted' }],
    checks: [
      { name: 'a', title: 'No double booking', firstViolation: broken },
      { name: 'b', title: 'Fine', firstViolation: null },
    ],
  } as unknown as LaneStatus
  expect(timelineEvents(status, DOCUMENT)).toEqual([
    { atNanos: 1, kind: 'mark', text: 'Store: restarted' },
    { atNanos: 3, kind: 'violation', text: 'Promise broken: No double booking' },
    { atNanos: 5, kind: 'lift', text: 'Lifted: f' },
  ])
})
