import type { Estimate } from '../../schema/design.ts'
import { ROUND_TRIPS } from '../three-regions.ts'

/** What distance makes of agreement. */
export const ESTIMATES: Record<string, Estimate> = {
  ...ROUND_TRIPS,
  replicas: { title: 'N', unit: 'replicas', value: 3, source: 'the source' },
  writeQuorum: { title: 'W', unit: 'replicas', value: 2, source: 'the source' },
  readQuorum: { title: 'R', unit: 'replicas', value: 2, source: 'the source' },
  overlap: {
    title: 'Replicas that every write and every read have in common, at the least',
    unit: 'replicas',
    value: { formula: 'writeQuorum + readQuorum - replicas' },
    source: 'more than none exactly when R + W > N',
  },
  leaderWrite: {
    title: 'A write at a leader in Virginia takes at least',
    unit: 'ms',
    value: { formula: 'usEu' },
    source: 'the nearest other region makes a majority',
    erratum:
      'The source says the latency of a quorum is the median of the round trips to the two closest replicas. Two answers are needed and one is at home, so it is the round trip to the nearest other.',
  },
  farWrite: {
    title: 'The same for a user in Singapore',
    unit: 'ms',
    value: { formula: 'usAp + usEu' },
    source: 'to the leader and back, and in between to Ireland and back',
  },
  quorumWrite: {
    title: 'A write in Singapore, two of three replicas, takes at least',
    unit: 'ms',
    value: { formula: '2 * euAp' },
    source: 'to the nearest other and back twice: what is there, then what is new',
  },
  twoPhases: {
    title: 'An order by two-phase commit takes at least',
    unit: 'ms',
    value: { formula: 'usAp' },
    source: 'the vote of the furthest service; the client is told before the others are',
  },
  threePhases: {
    title: 'By three-phase commit',
    unit: 'ms',
    value: { formula: '2 * usAp' },
    source: 'one round more before anybody commits',
  },
  sagaTime: {
    title: 'By a saga',
    unit: 'ms',
    value: { formula: '1 + usEu + usAp' },
    source: 'one service after the other: stock at home, payments, shipping',
  },
  lockedTime: {
    title: 'Keys are locked, two phases, for at least',
    unit: 'ms',
    value: { formula: 'usAp' },
    source: 'from the vote until the decision arrives: half a round trip each way, for the furthest',
  },
  orderRate: { title: 'Orders', unit: 'orders/s', value: 20, source: 'this run' },
  ordersAtRisk: {
    title: 'Orders between their phases at any time',
    unit: 'orders',
    value: { formula: 'orderRate * twoPhases / 1000' },
    source: 'Little’s law',
  },
  lagAlertSeconds: {
    title: 'Lag that raises an alert',
    unit: 's',
    value: 5,
    source: 'the source; lag is 0.1 to 5 s there',
  },
  coordinatorMessages: {
    title: 'Messages of an order, two phases',
    unit: 'messages',
    value: { formula: '4 * 3' },
    source: 'question, vote, decision and confirmation, for each of three services',
  },
}
