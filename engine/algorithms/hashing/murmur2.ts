import { assert } from '../../lib/assert.ts'

const KAFKA_SEED = 0x9747b28c
const MULTIPLIER = 0x5bd1e995

/**
 * MurmurHash2 of bytes, 32-bit, as a signed integer; with its default seed it is the hash of Kafka's partitioner.
 * Paper: Appleby, MurmurHash2 (public domain, 2008). Compare: murmur3, its successor with better mixing.
 * Cost: O(bytes), four at a time. Invariant: equal to the test vectors of Kafka's clients.
 */
export function murmur2(bytes: Uint8Array, seed = KAFKA_SEED): number {
  let hash = seed ^ bytes.length
  const whole = bytes.length & ~3
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    k = Math.imul(k, MULTIPLIER)
    k = Math.imul(k ^ (k >>> 24), MULTIPLIER)
    hash = Math.imul(hash, MULTIPLIER) ^ k
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]
  if (bytes.length > whole) hash = Math.imul(hash ^ tail, MULTIPLIER)
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return hash ^ (hash >>> 15)
}

/** The partition that Kafka's default partitioner gives a key: the hash without its sign bit, modulo the partitions. */
export function kafkaPartition(key: Uint8Array, partitions: number): number {
  assert(Number.isInteger(partitions) && partitions >= 1, 'partitions is a positive integer')
  return (murmur2(key) & 0x7fffffff) % partitions
}
