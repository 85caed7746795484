/**
 * MurmurHash3 of bytes to 32 bits (x86_32), as published: what clients of many stores place keys by.
 * Paper: Appleby, MurmurHash3 (2011), public domain; exact to its verification value 0xB0F57EE3. Compare: murmur2 (older, weaker
 * against chosen differences), hashInteger32 of engine/lib/hash (its finalizer alone, for numbers).
 * Cost: O(bytes), no memory. Invariant: the same bytes and seed give the same hash on every machine.
 */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  const { length } = bytes
  const whole = length & ~3
  let hash = seed | 0
  for (let i = 0; i < whole; i += 4) {
    hash ^= mixed(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24))
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]
  if (whole < length) hash ^= mixed(tail)
  hash ^= length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mixed(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}
