import type { BreakButton } from '../../schema/design.ts'

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'pause past the lock': {
    title: 'Pause a booking server past its locks',
    doc: 'Locks live 2 s; the server stops for longer and does not notice.',
    actions: [
      { do: 'set', node: 'booking-1', param: 'lockTtlMs', value: 2_000 },
      { do: 'set', node: 'booking-2', param: 'lockTtlMs', value: 2_000 },
      { do: 'inject', fault: 'pause', id: 'pause', on: { node: 'booking-1' } },
    ],
  },
  'crash mid-transaction': {
    title: 'Crash a booking server',
    doc: 'Its transactions stay open until the database takes their client for dead.',
    actions: [{ do: 'inject', fault: 'crash', id: 'crash', on: { node: 'booking-1' } }],
  },
  'lock failover': {
    title: 'Fail the lock service over',
    doc: 'The replica has not heard of the latest locks.',
    actions: [{ do: 'inject', fault: 'failover', id: 'failover', on: { node: 'locks' } }],
  },
  rush: {
    title: 'A thousand guests for one room',
    doc: 'The rush sends 200 requests a second for one room type.',
    actions: [{ do: 'set', node: 'rush', param: 'ratePerSecond', value: 200 }],
  },
  'database crash': {
    title: 'Crash the database',
    doc: 'Open transactions are rolled back; what was committed stays.',
    actions: [{ do: 'inject', fault: 'crash', id: 'database-crash', on: { node: 'database' } }],
  },
}
