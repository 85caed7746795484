import { hash32 } from './hash.ts'

/**
 * One named stream of random numbers: xoshiro128**, seeded from the run's seed and the stream's name by splitmix32,
 * so that adding a user of randomness does not reshuffle the others.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 */
export class RandomStream {
  /** Of fixed width: engines keep a whole 32-bit number in a field as an object of its own. */
  readonly #state = new Int32Array(4)

  constructor(seed: number, name: string) {
    let state = hash32(name, seed >>> 0) ^ Math.imul(Math.floor(seed / 4294967296), 0x9e3779b1)
    const next = () => {
      state = (state + 0x9e3779b9) | 0
      let z = state
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
      return z ^ (z >>> 15)
    }
    for (let i = 0; i < 3; i++) this.#state[i] = next()
    this.#state[3] = next() | 1 // never the all-zero state
  }

  /** 32 random bits, as a signed integer: the cheapest draw. */
  int32(): number {
    const state = this.#state
    const a = state[0]
    const b = state[1]
    const c = state[2] ^ a
    const d = state[3] ^ b
    state[0] = a ^ d
    state[1] = b ^ c
    state[2] = c ^ (b << 9)
    state[3] = (d << 11) | (d >>> 21)
    const b5 = Math.imul(b, 5)
    const result = Math.imul((b5 << 7) | (b5 >>> 25), 9)
    return result | 0
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    return this.int32() >>> 0
  }

  /** A uniform number in [0, 1) with 32 bits of randomness. */
  uniform(): number {
    return this.uint32() / 4294967296
  }

  /** A uniform number in [0, 1) with all 53 bits. */
  uniform53(): number {
    return ((this.int32() >>> 5) * 67108864 + (this.int32() >>> 6)) / 9007199254740992
  }

  /** A uniform integer in [0, below); `below` up to 2^32. Multiply-shift; the bias is under below / 2^53. */
  below(below: number): number {
    // `uniform53` written out, here and below: what a call returns is put into an object unless it is a small whole number.
    return Math.floor((((this.int32() >>> 5) * 67108864 + (this.int32() >>> 6)) / 9007199254740992) * below)
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return ((this.int32() >>> 5) * 67108864 + (this.int32() >>> 6)) / 9007199254740992 < probability
  }
}
