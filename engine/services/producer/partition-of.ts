import { hashInteger32 } from '../../lib/hash.ts'

/** A key always goes to the same partition, so that its records stay in order. */
export const partitionOf = (key: number, partitions: number): number => hashInteger32(key) % partitions
