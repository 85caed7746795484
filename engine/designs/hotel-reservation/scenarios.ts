import type { Action, Scenario } from '../../schema/design.ts'
import { flip } from '../scenario-steps.ts'

const inject = (fault: string, id: string, node: string): Action => ({
  do: 'inject',
  fault,
  id,
  on: { node },
})
const SOUND = ['no-double-booking']
/** Every layer off but those named: what one layer is worth alone. */
const only = (...on: string[]): Action[] => {
  const off: Record<string, Action> = {
    lock: flip('lock', 'off'),
    fencing: flip('fencing', 'off'),
    constraint: flip('constraint', 'off'),
    isolation: flip('isolation', 'read-committed'),
    optimistic: flip('optimistic', 'off'),
  }
  return Object.entries(off).flatMap(([name, action]) => (on.includes(name) ? [] : [action]))
}

const CONTENDED: Action = { do: 'set', node: 'rush', param: 'ratePerSecond', value: 40 }

/** What is promised of the design, what single layers are worth, and what breaks without any. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'All four layers',
    doc: 'Searches and bookings of twenty room types.',
    seconds: 25,
    meets: ['guests are fast', 'guests are served'],
    holds: SOUND,
  },
  'no layers': {
    title: 'No layer at all',
    doc: 'Read, think, write back: rooms are sold again and again.',
    seconds: 40,
    with: [...only(), CONTENDED],
    violates: ['no-double-booking'],
  },
  'constraint alone': {
    title: 'The constraint alone',
    doc: 'Counting down where the data is, guarded by a check, is enough.',
    seconds: 25,
    with: [...only('constraint'), CONTENDED],
    holds: SOUND,
  },
  'serializable alone': {
    title: 'Serializable isolation alone',
    doc: 'The database finds the conflicts; some bookings have to be tried again.',
    seconds: 25,
    with: [...only('isolation'), CONTENDED],
    holds: SOUND,
  },
  'version alone': {
    title: 'The version alone',
    doc: 'Whoever reads an old version writes nothing.',
    seconds: 25,
    with: [...only('optimistic'), CONTENDED],
    holds: SOUND,
  },
  'night locks alone': {
    title: 'A lock on every night, alone',
    doc: 'As long as nobody is late, the lock keeps bookings apart.',
    seconds: 25,
    with: [...only('lock'), CONTENDED],
    holds: SOUND,
  },
  'range lock alone': {
    title: 'A lock on the range’s name, alone',
    doc: 'Overlapping ranges have different names: rooms are sold twice.',
    seconds: 40,
    with: [...only('lock'), flip('lock', 'range'), CONTENDED],
    violates: ['no-double-booking'],
  },
  overbooked: {
    title: 'A tenth more than there is, by policy',
    doc: 'Eleven are sold of ten, on purpose and never twelve; then the policy is withdrawn, and what was sold stands.',
    seconds: 30,
    with: [CONTENDED, flip('overbooking', 'tenth')],
    script: [{ atSeconds: 20, action: flip('overbooking', 'none') }],
    holds: SOUND,
  },
  'paused holder': {
    title: 'A holder pauses past its lock',
    doc: 'Locks alone, without fencing: the holder wakes up and writes what it worked out before.',
    seconds: 40,
    with: [...only('lock'), CONTENDED, ...shortLocks(), ...slowWork()],
    script: pauses(),
    violates: ['no-double-booking'],
  },
  'paused holder, all layers': {
    title: 'A holder pauses past its lock, all layers on',
    doc: 'The database has the last word.',
    seconds: 30,
    with: [CONTENDED, ...shortLocks(), ...slowWork()],
    script: pauses(),
    holds: SOUND,
  },
  'lock failover': {
    title: 'The lock service forgets',
    doc: 'A failover loses the latest locks; the other layers hold.',
    seconds: 36,
    with: [CONTENDED],
    script: [10, 15, 20, 25, 30].map((atSeconds) => ({
      atSeconds,
      action: inject('failover', `failover-${atSeconds}`, 'locks'),
    })),
    holds: SOUND,
  },
  'crash mid-transaction': {
    title: 'A booking server crashes',
    doc: 'Its transactions are rolled back when the database takes it for dead; every charge ends with a room or a refund.',
    seconds: 45,
    script: crash(),
    holds: [...SOUND, 'charges-have-rooms'],
  },
  'charged inside': {
    title: 'A booking server crashes while the bank thinks',
    doc: 'Charged inside the transaction: it is rolled back, the charge is not, and no row says so.',
    seconds: 45,
    with: [flip('payment', 'inside')],
    script: crash(),
    holds: SOUND,
    violates: ['charges-have-rooms'],
  },
}

function crash(): NonNullable<Scenario['script']> {
  return [
    { atSeconds: 10, action: inject('crash', 'crash', 'booking-1') },
    { atSeconds: 15, action: { do: 'lift', id: 'crash' } },
  ]
}

function shortLocks(): Action[] {
  return ['booking-1', 'booking-2'].map((node) => ({ do: 'set', node, param: 'lockTtlMs', value: 500 }))
}

/** Longer between read and write, so that a pause more often falls in between. */
function slowWork(): Action[] {
  return ['booking-1', 'booking-2'].map((node) => ({ do: 'set', node, param: 'thinkMs', value: 200 }))
}

function pauses(): NonNullable<Scenario['script']> {
  return [2, 6, 10, 14, 18, 22].flatMap((atSeconds) => [
    { atSeconds, action: inject('pause', `pause-${atSeconds}`, 'booking-1') },
    { atSeconds: atSeconds + 2, action: { do: 'lift' as const, id: `pause-${atSeconds}` } },
  ])
}
