const POLYNOMIAL = 0x82f63b78
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1
  return remainder >>> 0
})

/** CRC-32C of the bytes in [from, to): finds every burst of up to 32 damaged bits. Source: Castagnoli et al. (1993), RFC 3720 appendix B.4. */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let remainder = 0xffffffff
  for (let at = from; at < to; at++) remainder = TABLE[(remainder ^ bytes[at]) & 0xff] ^ (remainder >>> 8)
  return (remainder ^ 0xffffffff) >>> 0
}
