/**
 * Jump consistent hash of a 64-bit key (two unsigned halves) to a bucket in [0, buckets).
 * Paper: Lamping and Veach, "A fast, minimal memory, consistent hash algorithm" (2014). Compare: consistent ring.
 * Cost: O(log buckets) time, no memory. Invariant: from n to n+1 buckets a key stays or moves to bucket n.
 */
export function jumpHash(keyHigh: number, keyLow: number, buckets: number): number {
  let high = keyHigh >>> 0
  let low = keyLow >>> 0
  let bucket = -1
  let next = 0
  while (next < buckets) {
    bucket = next
    // key = key × 2862933555777941757 + 1 in 64 bits: the multiplier is 0x27bb2ee6 × 2^32 + 0x87b0b0fd
    const crossed = Math.imul(high, 0x87b0b0fd) + Math.imul(low, 0x27bb2ee6)
    const lowTail = low & 0xffff
    const lowHead = low >>> 16
    const tail = Math.imul(lowTail, 0xb0fd) + 1
    const inner = (Math.imul(lowHead, 0xb0fd) >>> 0) + (tail >>> 16)
    const outer = (Math.imul(lowTail, 0x87b0) >>> 0) + (inner & 0xffff)
    high = (crossed + Math.imul(lowHead, 0x87b0) + (inner >>> 16) + (outer >>> 16)) >>> 0
    low = ((outer << 16) | (tail & 0xffff)) >>> 0
    next = Math.floor((bucket + 1) * (2147483648 / ((high >>> 1) + 1)))
  }
  return bucket
}
