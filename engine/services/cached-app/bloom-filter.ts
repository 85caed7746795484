import { hashInteger32 } from '../../lib/hash.ts'

export class BloomFilter {
  readonly bits: number
  readonly hashes: number
  count = 0
  readonly #words: Uint32Array
  constructor({ expectedKeys }: { expectedKeys: number; falsePositiveRate: number }) {
    this.bits = Math.ceil((expectedKeys * 9.585) / 32) * 32
    this.hashes = 7
    this.#words = new Uint32Array(this.bits / 32)
  }
  add(key: number): void {
    const a = hashInteger32(key, 1)
    const b = (hashInteger32(key, 2) | 1) >>> 0
    for (let i = 0; i < this.hashes; i++) {
      const bit = (a + i * b) % this.bits
      this.#words[bit >>> 5] |= 1 << (bit & 31)
    }
    this.count++
  }
  mayContain(key: number): boolean {
    const a = hashInteger32(key, 1)
    const b = (hashInteger32(key, 2) | 1) >>> 0
    for (let i = 0; i < this.hashes; i++) {
      const bit = (a + i * b) % this.bits
      if ((this.#words[bit >>> 5] & (1 << (bit & 31))) === 0) return false
    }
    return true
  }
  inspect() {
    return { bits: this.bits, hashes: this.hashes, keys: this.count }
  }
}
