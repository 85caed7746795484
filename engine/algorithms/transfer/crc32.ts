const POLYNOMIAL = 0xedb88320
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  return value >>> 0
})

/** CRC-32 of bytes that come piece by piece, as in Ethernet, ZIP and RFC 1952. */
export class Crc32 {
  #state = 0xffffffff

  get value(): number {
    return ~this.#state >>> 0
  }

  push(bytes: Uint8Array): void {
    let state = this.#state
    for (let i = 0; i < bytes.length; i++) state = TABLE[(state ^ bytes[i]) & 255] ^ (state >>> 8)
    this.#state = state
  }
}

/** The checksum of whole bytes. */
export function crc32(bytes: Uint8Array): number {
  const crc = new Crc32()
  crc.push(bytes)
  return crc.value
}
