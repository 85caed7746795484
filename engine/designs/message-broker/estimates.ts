import type { Estimate } from '../../schema/design.ts'
import { MIN_IN_SYNC, PARTITIONS, RATE_PER_SECOND, RECORD_BYTES, REPLICATION, SCALE } from './cluster.ts'

/** What rate, copies and waiting times make of traffic, disks and losses. */
export const ESTIMATES: Record<string, Estimate> = {
  partitions: { title: 'Partitions', unit: 'partitions', value: PARTITIONS, source: 'the entry’s scale' },
  replication: { title: 'Copies of each', unit: 'copies', value: REPLICATION, source: 'the entry’s scale' },
  minInSync: { title: 'Least in sync', unit: 'copies', value: MIN_IN_SYNC, source: 'the entry’s scale' },
  brokers: { title: 'Brokers', unit: 'brokers', value: 3, source: 'as many as copies' },
  records: {
    title: 'Records',
    unit: 'records/s',
    value: { formula: `${RATE_PER_SECOND} * ${SCALE}` },
    source: `assumed: a shop’s events; ${RATE_PER_SECOND} a second in this run, each of which stands for ${SCALE}`,
  },
  recordBytes: { title: 'A record', unit: 'bytes', value: RECORD_BYTES, source: 'assumed: a small event' },
  lingerSeconds: {
    title: 'Records wait for others',
    unit: 's',
    value: 0.04,
    source: 'the parameter lingerMs of the producers',
  },
  perBatch: {
    title: 'Records of a partition that travel together, in this run',
    unit: 'records',
    value: { formula: `${RATE_PER_SECOND} / 2 / partitions * lingerSeconds` },
    source: 'two producers share the load; at least one',
  },
  inBandwidth: {
    title: 'Written to the log',
    unit: 'Mbit/s',
    value: { formula: 'records * recordBytes * 8 / 1_000_000' },
  },
  replicationBandwidth: {
    title: 'Between brokers, for the other copies',
    unit: 'Mbit/s',
    value: { formula: 'inBandwidth * (replication - 1)' },
  },
  diskPerDay: {
    title: 'On all disks, a day',
    unit: 'bytes',
    value: { formula: 'records * recordBytes * replication * 86_400' },
  },
  diskPerBroker: {
    title: 'On one broker’s disk, a week kept',
    unit: 'bytes',
    value: { formula: 'diskPerDay * 7 / brokers' },
    source: 'Kafka keeps a week by default (log.retention.hours)',
  },
  losses: {
    title: 'Copies that may be lost without losing an acknowledged record',
    unit: 'copies',
    value: { formula: 'minInSync - 1' },
    source: 'whoever is in sync has it; at least so many are',
  },
  stillWrites: {
    title: 'Copies that may be lost without a stop of writing',
    unit: 'copies',
    value: { formula: 'replication - minInSync' },
  },
  sessionSeconds: {
    title: 'Until a dead broker is noticed',
    unit: 's',
    value: 1,
    source: 'the parameter sessionMs of the controller',
  },
  waiting: {
    title: 'Records that wait when one broker dies',
    unit: 'records',
    value: { formula: 'records / brokers * sessionSeconds' },
    source: 'those of the partitions that it leads',
  },
  commitSeconds: {
    title: 'Between two commits of a consumer',
    unit: 's',
    value: 0.2,
    source: 'the parameter commitMs of the consumers',
  },
  again: {
    title: 'Records processed twice at most when one of three consumers dies',
    unit: 'records',
    value: { formula: 'records / 3 * commitSeconds' },
    source: 'what it had done and not committed',
  },
  pauseEager: {
    title: 'Nobody reads, in an eager rebalance, at least',
    unit: 's',
    value: 0.2,
    source: 'until the last member hears of it with its next heartbeat (heartbeatMs of the consumers)',
  },
}
