import type { Estimate } from '../../schema/design.ts'
import { KEYS, READ_SHARE, SHIP_MS, SIDE_USERS, THINK_MS } from './sides.ts'

/** What distance and replication make of latency and staleness. */
export const ESTIMATES: Record<string, Estimate> = {
  roundTrip: {
    title: 'Round trip Virginia – Ireland',
    unit: 'ms',
    value: 70,
    source: 'rounded from publicly reported measurements between the large clouds’ regions',
  },
  shipSeconds: {
    title: 'Pause between shipments, without a log',
    unit: 's',
    value: { formula: `${SHIP_MS} / 1000` },
    source: 'the parameter shipMs of the replicas',
  },
  homeMs: {
    title: 'A request at home',
    unit: 'ms',
    value: 6,
    source: 'two milliseconds to the router, one to the replica, and back',
  },
  farRead: {
    title: 'A linearizable read from Ireland, leader in Virginia, at the least',
    unit: 'ms',
    value: { formula: 'homeMs + roundTrip' },
    source: 'its replica asks the leader how far it must have got',
  },
  staleSeconds: {
    title: 'Age of what Ireland reads, eventual, at the most',
    unit: 's',
    value: { formula: 'shipSeconds + roundTrip / 2 / 1000' },
    source: 'one pause, then half a round trip',
  },
  sideUsers: { title: 'Users on each side', unit: 'users', value: SIDE_USERS, source: 'this run' },
  thinkSeconds: {
    title: 'Think time',
    unit: 's',
    value: { formula: `${THINK_MS} / 1000` },
    source: 'this run',
  },
  sideRate: {
    title: 'Requests of each side, when answers take no time',
    unit: 'requests/s',
    value: { formula: 'sideUsers / thinkSeconds' },
  },
  writeShare: {
    title: 'Share of writes',
    unit: '',
    value: { formula: `1 - ${READ_SHARE}` },
    source: 'this run',
  },
  writeRate: {
    title: 'Writes of both sides',
    unit: 'writes/s',
    value: { formula: '2 * sideRate * writeShare' },
  },
  apartWrites: {
    title: 'Writes that are made while others are on their way',
    unit: 'writes',
    value: { formula: 'writeRate * staleSeconds' },
    source: `spread over ${KEYS} keys, the more popular the likelier to meet`,
  },
  thinkInside: {
    title: 'Between a transfer’s reads and its writes',
    unit: 's',
    value: 0.01,
    source: 'the parameter thinkMs of the bank',
    erratum:
      'The source reads both balances without locks and writes back what it worked out, inside a transaction, and expects that to suffice. At read committed, the default of the database it names, two transfers on one account lose one of their updates.',
  },
  transferRate: {
    title: 'Transfers',
    unit: 'transfers/s',
    value: { formula: '10 / (0.15 + 0.03)' },
    source: 'ten payers who think 150 ms; a transfer takes about 30 ms',
  },
  payShare: {
    title: 'Transfers that are paid from the most popular account',
    unit: '',
    value: { formula: '1 / 18.16' },
    source: 'Zipf with exponent 0.3 over forty accounts: the sum of 1/k^0.3 is 18.16',
  },
  hotShare: {
    title: 'Transfers that touch it, paid or paid to',
    unit: '',
    value: { formula: 'payShare + (1 - payShare) / 39' },
  },
  lostPerSecond: {
    title: 'Updates lost on that account, read committed, about',
    unit: 'updates/s',
    value: { formula: 'transferRate * hotShare * transferRate * hotShare * thinkInside' },
    source: 'a second one begins while the first is between reading and writing',
  },
}
