/** Hashes a string's UTF-16 units to 32 bits, with a seed: MurmurHash3's mixing (Appleby 2011) over one unit a round. */
export function hash32(text: string, seed = 0): number {
  let hash = seed | 0
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    hash ^= Math.imul(k, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  return finalize32(hash ^ text.length)
}

/** Hashes a non-negative safe integer to 32 bits, with a seed. */
export function hashInteger32(value: number, seed = 0): number {
  const low = value | 0
  const high = Math.floor(value / 4294967296) | 0
  return finalize32(finalize32(low ^ Math.imul(seed | 0, 0x9e3779b1)) ^ Math.imul(high, 0x85ebca6b))
}

/** MurmurHash3's 32-bit finalizer: every input bit changes about half of the output bits. */
export function finalize32(hash: number): number {
  let h = hash | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
