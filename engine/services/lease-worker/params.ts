import { counter, gauge, sample } from '../../measure/metric.ts'
import { integer, number } from '../../schema/parameter.ts'

export const LEASE_WORKER_PARAMS = {
  workers: integer({
    title: 'Workers',
    doc: 'Processes on this machine that want locks.',
    default: 2,
    min: 1,
    max: 1_000,
    unit: 'workers',
  }),
  locks: integer({
    title: 'Locks',
    doc: 'How many locks there are; each is wanted by as many workers as there are for it.',
    default: 1,
    min: 1,
    max: 1_000,
    unit: 'locks',
  }),
  ttlMs: number({
    title: 'Lease',
    doc: 'How long a lock outlives its holder’s latest sign of life.',
    default: 10_000,
    min: 200,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  workMs: number({
    title: 'Work',
    doc: 'How long a holder works before each write. It has looked at its lease before, and does not look again.',
    default: 250,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  holdSeconds: number({
    title: 'Holds for',
    doc: 'A holder gives the lock back after so long.',
    default: 30,
    min: 0.1,
    max: 86_400,
    unit: 's',
    scale: 'log',
  }),
  beginsSeconds: number({
    title: 'Begins after',
    doc: 'How long after its start a machine’s workers begin to want locks.',
    default: 0,
    max: 3_600,
    unit: 's',
  }),
  timeoutMs: number({
    title: 'Timeout',
    doc: 'How long it waits for an answer before it asks another server.',
    default: 500,
    min: 10,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

export const LEASE_WORKER_METRICS = {
  held: gauge('Locks held', 'locks'),
  acquired: counter('Locks acquired', 'locks'),
  lost: counter('Locks lost', 'locks'),
  renewals: counter('Leases renewed', 'renewals'),
  written: counter('Writes accepted', 'writes'),
  fenced: counter('Writes turned away', 'writes'),
  waited: sample('Time until a lock is acquired', 'ns'),
} as const
