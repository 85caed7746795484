import type { Switch } from '../../schema/design.ts'

const booking = (values: Record<string, number | string | boolean>) => ({ 'kind:booking': values })

/** The four layers, each switchable, and how money and overbooking are handled. */
export const SWITCHES: Record<string, Switch> = {
  lock: {
    title: 'Layer 1: distributed lock',
    doc: 'What is locked before a booking begins.',
    default: 'nights',
    options: {
      nights: { title: 'Every night', set: booking({ lock: 'nights' }) },
      range: {
        title: 'The range’s name',
        set: booking({ lock: 'range' }),
        naive: 'Nights 15–17 and 16–18 have different names: alone it double-books.',
      },
      off: {
        title: 'Off',
        set: booking({ lock: 'off' }),
        naive: 'Nobody keeps two bookings of one night apart.',
      },
    },
  },
  fencing: {
    title: 'Fencing tokens',
    doc: 'Whether nights turn away a lock holder whose lease has run out.',
    default: 'on',
    options: {
      on: { title: 'On', set: booking({ fencing: true }) },
      off: {
        title: 'Off',
        set: booking({ fencing: false }),
        naive: 'A paused holder writes after its lock has gone to somebody else.',
      },
    },
  },
  constraint: {
    title: 'Layer 2: constraint',
    doc: 'CHECK (available >= 0), and counting down in one statement.',
    default: 'on',
    options: {
      on: { title: 'On', set: { ...booking({ constraint: true }), database: { checks: true } } },
      off: {
        title: 'Off',
        set: { ...booking({ constraint: false }), database: { checks: false } },
        naive: 'Writes back a number that was worked out from an old reading.',
      },
    },
  },
  isolation: {
    title: 'Layer 3: isolation',
    doc: 'Isolation level of the booking’s transaction.',
    default: 'serializable',
    options: {
      serializable: { title: 'Serializable', set: booking({ isolation: 'serializable' }) },
      snapshot: { title: 'Snapshot', set: booking({ isolation: 'snapshot' }) },
      'read-committed': {
        title: 'Read committed',
        set: booking({ isolation: 'read-committed' }),
        naive: 'Two bookings read the same number and both count down from it.',
      },
    },
  },
  optimistic: {
    title: 'Layer 4: version',
    doc: 'Write only if the row is still what was read.',
    default: 'on',
    options: {
      on: { title: 'On', set: booking({ optimistic: true }) },
      off: { title: 'Off', set: booking({ optimistic: false }), naive: 'Whoever writes last wins.' },
    },
  },
  payment: {
    title: 'Payment',
    doc: 'When the card is charged.',
    default: 'hold',
    options: {
      hold: { title: 'After a hold', set: booking({ payment: 'hold' }) },
      inside: {
        title: 'Inside the transaction',
        set: booking({ payment: 'inside' }),
        naive: 'Rows stay locked while the bank thinks, and a crash leaves a charge that no row knows of.',
      },
    },
  },
  overbooking: {
    title: 'Overbooking',
    doc: 'How many more rooms are sold than there are, because some guests never come.',
    default: 'none',
    options: {
      none: { title: 'None', set: { database: { overbookingPercent: 0 } } },
      tenth: { title: '10 %', set: { database: { overbookingPercent: 10 } } },
    },
  },
}
