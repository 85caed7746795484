const MULTIPLIER = 0x5bd1e995

/**
 * MurmurHash2 of bytes to 32 bits, as published. Apache Kafka's default partitioner is this with the seed 0x9747b28c.
 * Paper: Appleby, MurmurHash2 (2008), public domain; exact to its verification value 0x27864C1E. Compare: murmur3, its successor.
 * Cost: O(bytes), no memory. Invariant: the same bytes and seed give the same hash on every machine.
 */
export function murmur2(bytes: Uint8Array, seed = 0): number {
  const { length } = bytes
  const whole = length & ~3
  let hash = seed ^ length
  for (let i = 0; i < whole; i += 4) {
    const block = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    const k = Math.imul(block, MULTIPLIER)
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(k ^ (k >>> 24), MULTIPLIER)
  }
  if (whole < length) {
    let tail = 0
    for (let i = length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]
    hash = Math.imul(hash ^ tail, MULTIPLIER)
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return (hash ^ (hash >>> 15)) >>> 0
}
