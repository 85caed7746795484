import type { RegisterVersion, SerialRegisters, SerialTransaction } from './serial-registers.ts'

const NONE = -1
/** So many transactions looked at count as one put in its place. */
const LOOKS_PER_STATE = 32

interface Frame {
  /** The transaction that was put here. */
  placed: number
  /** Where to look for another one to put here instead. */
  next: number
  /** Whether another one would be no better. */
  forced: boolean
  /** The values that it overwrote, in the order of its writes. */
  readonly overwritten: number[]
  /** The first that had no place yet. */
  readonly low: number
}

/**
 * Looks for an order of transactions in which each reads what the ones before it left behind. Depth first, those that ended
 * first first; what only reads is put in place as soon as its reads are right, and what someone still has to read, and was
 * written once, is not overwritten. Sets of placed transactions that led nowhere are remembered with the values they left.
 * Paper: Biswas and Enea, "On the complexity of checking transactional consistency" (2019), section 4.
 * Compare: all permutations (what the tests do). Cost: near linear when the order of ends is one, exponential at worst;
 * NP-complete. Invariant: `violated` only after every order was ruled out.
 */
export class SerialSearch {
  states = 0
  readonly #registers: SerialRegisters
  readonly #all: readonly SerialTransaction[]
  readonly #isPlaced: Uint8Array
  readonly #before: Int32Array
  readonly #values: number[]
  /** How many without a place must read a version, by register and value. */
  readonly #readers: Map<number, number>[]
  readonly #frames: Frame[] = []
  readonly #failed = new Set<string>()
  #left = 0
  #looks = 0

  constructor(registers: SerialRegisters) {
    this.#registers = registers
    this.#all = registers.transactions
    this.#isPlaced = new Uint8Array(this.#all.length)
    this.#before = Int32Array.from(this.#all, ({ before }) => before)
    this.#values = Array.from({ length: registers.registers }, () => registers.initial)
    this.#readers = Array.from({ length: registers.registers }, () => new Map())
    for (const { reads, must } of this.#all) {
      if (!must) continue
      this.#left++
      for (const read of reads) this.#count(read, 1)
    }
  }

  /** Searches until the budget of states is spent. */
  run(budget: number): 'holds' | 'violated' | 'unknown' {
    this.#push()
    for (;;) {
      if (this.#left === 0) return 'holds'
      const frame = this.#frames.at(-1)
      if (frame === undefined) return 'violated'
      if (this.states + this.#looks / LOOKS_PER_STATE > budget) return 'unknown'
      if (frame.placed !== NONE) this.#takeBack(frame)
      const candidate = this.#candidate(frame)
      if (candidate === NONE) {
        this.#failed.add(this.#configuration(frame))
        this.#frames.pop()
        continue
      }
      this.#put(candidate, frame)
      if (this.#left === 0) return 'holds'
      this.#push()
      if (this.#failed.size > 0 && this.#failed.has(this.#configuration(this.#frames.at(-1)!)))
        this.#frames.pop()
    }
  }

  #push(): void {
    let low = this.#frames.at(-1)?.low ?? 0
    while (this.#isPlaced[low] === 1) low++
    this.#frames.push({ placed: NONE, next: low, forced: false, overwritten: [], low })
  }

  /** The next one that can be put in this place. */
  #candidate(frame: Frame): number {
    if (frame.forced) return NONE
    for (let at = frame.next; at < this.#all.length; at++) {
      this.#looks++
      if (this.#isPlaced[at] === 1 || this.#before[at] > 0 || !this.#fits(this.#all[at])) continue
      frame.next = at + 1
      frame.forced = this.#all[at].writes.length === 0
      return at
    }
    return NONE
  }

  #fits({ reads, writes, must }: SerialTransaction): boolean {
    for (const { register, value } of reads) if (this.#values[register] !== value) return false
    for (const { register } of writes) {
      const current = { register, value: this.#values[register] }
      const own = must && reads.some((read) => read.register === register) ? 1 : 0
      const waiting = (this.#readers[register].get(current.value) ?? 0) - own
      if (waiting > 0 && this.#registers.isUnique(current)) return false
    }
    return true
  }

  #put(index: number, frame: Frame): void {
    const { reads, writes, after, must } = this.#all[index]
    this.states++
    frame.placed = index
    this.#isPlaced[index] = 1
    for (const { register, value } of writes) {
      frame.overwritten.push(this.#values[register])
      this.#values[register] = value
    }
    for (const later of after) this.#before[later]--
    if (!must) return
    this.#left--
    for (const read of reads) this.#count(read, -1)
  }

  #takeBack(frame: Frame): void {
    const { reads, writes, after, must } = this.#all[frame.placed]
    this.#isPlaced[frame.placed] = 0
    frame.placed = NONE
    for (let at = writes.length - 1; at >= 0; at--) {
      this.#values[writes[at].register] = frame.overwritten.pop()!
    }
    for (const later of after) this.#before[later]++
    if (!must) return
    this.#left++
    for (const read of reads) this.#count(read, 1)
  }

  #count({ register, value }: RegisterVersion, by: number): void {
    const readers = this.#readers[register]
    readers.set(value, (readers.get(value) ?? 0) + by)
  }

  /** What decides how it can go on: who has a place, and the values left behind. */
  #configuration({ low }: Frame): string {
    const placed: number[] = []
    for (let at = low; at < this.#all.length; at++) if (this.#isPlaced[at] === 1) placed.push(at)
    this.#looks += this.#all.length - low + this.#values.length
    return `${low};${placed.join()};${this.#values.join()}`
  }
}
