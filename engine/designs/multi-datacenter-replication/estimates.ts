import type { Estimate } from '../../schema/design.ts'
import { ROUND_TRIPS } from '../three-regions.ts'

/** What distance, rate and the protocols' times make of latency, loss and traffic. */
export const ESTIMATES: Record<string, Estimate> = {
  ...ROUND_TRIPS,
  semiSyncBound: {
    title: 'A semi-synchronous write takes at least',
    unit: 'ms',
    value: { formula: 'usEu' },
    source: 'the nearest other region has to answer',
  },
  syncBound: {
    title: 'A synchronous write takes at least',
    unit: 'ms',
    value: { formula: 'usAp' },
    source: 'the furthest region has to answer',
  },
  farSyncBound: {
    title: 'The same for a user in Singapore',
    unit: 'ms',
    value: { formula: 'usAp + usAp' },
    source: 'to the leader and back, and in between to the furthest region and back',
  },
  writeRate: { title: 'Writes', unit: 'writes/s', value: 5_000, source: 'assumed: a busy shop, worldwide' },
  runWriteRate: {
    title: 'Writes in this run',
    unit: 'writes/s',
    value: { formula: '3 * 40 * 0.5' },
    source: 'three groups of users, 40 requests a second each, half of them writes',
  },
  shipSeconds: {
    title: 'Pause between shipments, asynchronous',
    unit: 's',
    value: 0.2,
    source: 'the parameter shipMs of the replicas',
  },
  leaseSeconds: { title: 'Lease', unit: 's', value: 1, source: 'the parameter leaseMs of the replicas' },
  patienceSeconds: {
    title: 'Patience of followers',
    unit: 's',
    value: 1.5,
    source: 'the parameter electionMs; each follower waits one to two times this long',
  },
  lostWrites: {
    title: 'Lost at most when the leader’s region dies, asynchronous',
    unit: 'writes',
    value: { formula: 'writeRate * shipSeconds' },
  },
  runLostWrites: {
    title: 'The same in this run',
    unit: 'writes',
    value: { formula: 'runWriteRate * shipSeconds' },
  },
  cutOffSeconds: {
    title: 'Recovery point at most when the leader is cut off, asynchronous and fenced',
    unit: 's',
    value: { formula: 'shipSeconds + leaseSeconds' },
    source: 'it goes on acknowledging until its lease runs out',
  },
  quickestFailover: {
    title: 'Time without a leader, at the least',
    unit: 's',
    value: { formula: 'patienceSeconds + 2 * euAp / 1000' },
    source: 'the first follower’s patience, then a probe and a vote over the longest link that is left',
  },
  slowestFailover: {
    title: 'Time without a leader, when the patience of all is longest',
    unit: 's',
    value: { formula: '2 * patienceSeconds + 2 * euAp / 1000' },
  },
  entryBytes: {
    title: 'An entry of the log',
    unit: 'bytes',
    value: 512,
    source: 'assumed: a small row with its header',
  },
  logPerDay: {
    title: 'Log a day',
    unit: 'bytes',
    value: { formula: 'writeRate * entryBytes * 86_400' },
  },
  followersElsewhere: {
    title: 'Followers in other regions',
    unit: 'replicas',
    value: 6,
    source: 'three regions with three replicas each',
  },
  bandwidthPerFollower: {
    title: 'Bandwidth to each follower',
    unit: 'Mbit/s',
    value: { formula: 'writeRate * entryBytes * 8 / 1_000_000' },
  },
  bandwidthElsewhere: {
    title: 'Bandwidth out of the leader’s region',
    unit: 'Mbit/s',
    value: { formula: 'bandwidthPerFollower * followersElsewhere' },
  },
  catchUpBytes: {
    title: 'To catch up on after an hour away',
    unit: 'bytes',
    value: { formula: 'writeRate * entryBytes * 3_600' },
  },
}
