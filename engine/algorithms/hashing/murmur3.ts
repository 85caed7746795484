import { finalize32 } from '../../lib/hash.ts'

/**
 * MurmurHash3 of bytes, x86 32-bit variant, as an unsigned integer.
 * Paper: Appleby, MurmurHash3 (public domain, 2011). Compare: murmur2 (what Kafka uses), hash32 of engine/lib for
 * strings within the engine. Cost: O(bytes), four at a time. Invariant: equal to the published test vectors.
 */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  let hash = seed | 0
  const whole = bytes.length & ~3
  for (let i = 0; i < whole; i += 4) {
    const block = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    hash ^= scramble(block)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]
  hash ^= scramble(tail) // an empty tail scrambles to 0
  return finalize32(hash ^ bytes.length)
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}
