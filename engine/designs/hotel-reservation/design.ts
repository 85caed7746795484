import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

/** Guests compete for the same rooms; four layers stand between them and a double booking. */
export const design = defineDesign({
  summary: 'A thousand guests want one room; it is sold once.',
  nodes: {
    guests: {
      kind: 'client',
      label: 'Guests',
      at: [0, 0],
      params: {
        operations: 'booking',
        ratePerSecond: 60,
        readShare: 0.5,
        users: 1_000,
        keys: 20,
        popularity: 'zipf',
        keySkew: 1,
        deadlineMs: 5_000,
        timeoutMs: 20_000,
        retries: 0,
      },
    },
    rush: {
      kind: 'client',
      label: 'Room rush',
      at: [0, 1],
      params: {
        operations: 'booking',
        ratePerSecond: 5,
        readShare: 0,
        users: 1_000,
        keys: 1,
        popularity: 'uniform',
        deadlineMs: 5_000,
        timeoutMs: 20_000,
        retries: 0,
      },
    },
    gateway: { kind: 'load-balancer', label: 'Gateway', at: [1, 0.5], params: { timeoutMs: 10_000 } },
    'booking-1': { kind: 'booking', label: 'Booking 1', at: [2, 0] },
    'booking-2': { kind: 'booking', label: 'Booking 2', at: [2, 1] },
    locks: { kind: 'lock-service', label: 'Locks', at: [3, -0.5] },
    database: { kind: 'transactional-database', label: 'Inventory', at: [3, 0.5] },
    payments: { kind: 'payment-provider', label: 'Payments', at: [3, 1.5] },
  },
  edges: [
    { from: 'guests', port: 'out', to: 'gateway' },
    { from: 'rush', port: 'out', to: 'gateway' },
    ...['booking-1', 'booking-2'].flatMap((id) => [
      { from: 'gateway', port: 'backends', to: id },
      { from: id, port: 'locks', to: 'locks' },
      { from: id, port: 'database', to: 'database' },
      { from: id, port: 'payments', to: 'payments' },
    ]),
  ],
  slos: {
    'guests are fast': { of: 'guests', quantile: 0.95, belowMs: 1_000 },
    'guests are served': { of: 'guests', availability: 0.7 },
  },
  invariants: ['no-double-booking', 'charges-have-rooms'],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Bookings',
      series: ['booking-1', 'booking-2'].flatMap((node) => [
        { node, metric: 'booked', label: `${node} booked` },
        { node, metric: 'conflicts', label: `${node} retried` },
        { node, metric: 'lockBusy', label: `${node} lock busy` },
      ]),
    },
    { title: 'Nights sold too often', series: [{ node: 'checks', metric: 'oversold' }] },
    {
      title: 'Transactions',
      series: [
        { node: 'database', metric: 'commits' },
        { node: 'database', metric: 'aborts' },
        { node: 'database', metric: 'serializationFailures' },
      ],
    },
    { title: 'Blocked transactions', series: [{ node: 'database', metric: 'blocked' }] },
    { title: 'Wait for row locks (p99)', series: [{ node: 'database', metric: 'lockWait' }] },
  ],
  load: [
    'guests.ratePerSecond',
    'guests.readShare',
    'guests.keySkew',
    'rush.ratePerSecond',
    'guests.pattern',
  ],
  interview: [
    {
      ask: 'Why does a lock named after the date range not exclude an overlapping range?',
      answer:
        'The names differ, so both are granted. Lock every night, in one order, or let the database decide.',
    },
    {
      ask: 'Which layer would you keep if you could keep only one?',
      answer: 'The constraint: it is checked where the data is, whoever writes it and however late.',
    },
    {
      ask: 'What does a fencing token do that a time to live cannot?',
      answer:
        'It lets the resource turn away a holder whose lease ran out while it was paused and did not notice.',
    },
    {
      ask: 'Why not charge the card inside the transaction?',
      answer:
        'Row locks are then held as long as a bank thinks: throughput on a popular room falls to one booking per charge.',
    },
  ],
})
