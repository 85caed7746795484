import { assert } from '../../lib/assert.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import { LN2 } from '../../lib/math.ts'

const SEED_REGISTER = 0x6a09e667
const SEED_RANK = 0x3bb67ae5
const RANK_MOST = 33

/**
 * How many different items there were: each item chooses a register and draws a rank, the number of leading zeros of a hash; a register
 * keeps the highest. That many items are needed for such ranks is known with a standard error of 1.04 / sqrt(registers).
 * Paper: Flajolet, Fusy, Gandouet, Meunier, "HyperLogLog" (2007); estimator without corrections: Ertl, "New cardinality estimation
 * algorithms for HyperLogLog sketches" (2017), section 4 (Algorithm 6).
 * Compare: an exact table (memory grows), linear counting (small sets only).
 * Cost: O(1) an item; a byte a register. Invariant: merging gives what one sketch of both streams would be, register by register.
 */
export class HyperLogLog {
  readonly #registers: Uint8Array
  readonly #shift: number

  /** `precision`: log2 of the number of registers, 4 to 18. */
  constructor(readonly options: { readonly precision: number }) {
    const { precision } = options
    assert(
      Number.isInteger(precision) && precision >= 4 && precision <= 18,
      'a HyperLogLog has 2^4 to 2^18 registers',
    )
    this.#registers = new Uint8Array(1 << precision)
    this.#shift = 32 - precision
  }

  get memoryBytes(): number {
    return this.#registers.length
  }
  /** One standard deviation of the estimate, as a share of the truth. */
  get standardError(): number {
    return 1.04 / Math.sqrt(this.#registers.length)
  }

  add(item: number): void {
    const register = hashInteger32(item, SEED_REGISTER) >>> this.#shift
    const rank = Math.clz32(hashInteger32(item, SEED_RANK)) + 1
    if (rank > this.#registers[register]) this.#registers[register] = rank
  }

  /** About how many different items were added. */
  estimate(): number {
    const registers = this.#registers
    const size = registers.length
    const ranks = new Uint32Array(RANK_MOST + 1)
    for (const rank of registers) ranks[rank]++
    let sum = size * tau(1 - ranks[RANK_MOST] / size)
    for (let rank = RANK_MOST - 1; rank >= 1; rank--) sum = (sum + ranks[rank]) / 2
    sum += size * sigma(ranks[0] / size)
    return (size * size) / (2 * LN2 * sum)
  }

  merge(other: HyperLogLog): void {
    const [ours, theirs] = [this.#registers, other.#registers]
    assert(ours.length === theirs.length, 'HyperLogLogs are merged only if they have as many registers')
    for (let i = 0; i < ours.length; i++) if (theirs[i] > ours[i]) ours[i] = theirs[i]
  }

  clear(): void {
    this.#registers.fill(0)
  }

  inspect() {
    return { registers: this.#registers.length, estimate: this.estimate(), standardError: this.standardError }
  }
}

/** x + sum of x^(2^k) * 2^(k - 1): what empty registers say. */
function sigma(share: number): number {
  if (share === 1) return Infinity
  let [x, weight, sum, before] = [share, 1, share, -1]
  while (sum !== before) {
    before = sum
    x *= x
    sum += x * weight
    weight *= 2
  }
  return sum
}

/** (1 - x - sum of (1 - x^(2^-k))^2 * 2^-k) / 3: what full registers say. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [x, weight, sum, before] = [share, 1, 1 - share, -1]
  while (sum !== before) {
    before = sum
    x = Math.sqrt(x)
    weight /= 2
    sum -= (1 - x) * (1 - x) * weight
  }
  return sum / 3
}
