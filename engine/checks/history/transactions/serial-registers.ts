import type { TransactionAnalysis } from './transaction-rules.ts'
import { type Transaction, UNKNOWN_VALUE } from './transaction.ts'

/** A version of a register: its place among the registers and the value. */
export interface RegisterVersion {
  readonly register: number
  readonly value: number
}

/** A transaction as seen from outside: what it read of others, and what it leaves behind. */
export interface SerialTransaction {
  readonly reads: readonly RegisterVersion[]
  readonly writes: readonly RegisterVersion[]
  /** Whether it must have a place in the order. */
  readonly must: boolean
  /** Those that come after it in any case. */
  readonly after: number[]
  /** How many come before it in any case. */
  before: number
}

/** The transactions that may be put in an order, those first that ended first, with what is known of the order. */
export class SerialRegisters {
  readonly transactions: readonly SerialTransaction[]
  readonly initial: number
  registers = 0
  readonly #registerOf = new Map<number, number>()
  readonly #keys: number[] = []
  readonly #writers: NonNullable<TransactionAnalysis['registers']>['writers']

  constructor(transactions: readonly Transaction[], { graph, happened, registers }: TransactionAnalysis) {
    this.#writers = registers!.writers
    this.initial = this.#writers.initial
    const kept = transactions
      .filter((each) => happened[each.index] || (each.outcome === 'unknown' && this.#maybeSeen(each)))
      .sort((a, b) => Math.min(a.endLine, Number.MAX_VALUE) - Math.min(b.endLine, Number.MAX_VALUE))
    const placeOf = new Map(kept.map(({ index }, place) => [index, place]))
    this.transactions = kept.map((each) => this.#outside(each, happened[each.index]))
    for (let edge = 0; edge < graph.edges; edge++) {
      const [from, to] = [placeOf.get(graph.from(edge)), placeOf.get(graph.to(edge))]
      if (from === undefined || to === undefined) continue
      this.transactions[from].after.push(to)
      this.transactions[to].before++
    }
  }

  /** Whether the version, once overwritten, cannot come back. */
  isUnique({ register, value }: RegisterVersion): boolean {
    return !this.#writers.isAmbiguous(this.#keys[register], value)
  }

  /** Whether somebody may have read what it wrote, several having written the same. */
  #maybeSeen({ asked }: Transaction): boolean {
    return asked.some(({ f, key, value }) => f === 'w' && this.#writers.isAmbiguous(key, value))
  }

  #outside({ outcome, steps }: Transaction, must: boolean): SerialTransaction {
    const reads = new Map<number, number>()
    const writes = new Map<number, number>()
    for (const { f, key, value } of steps) {
      const register = this.#register(key)
      if (f === 'w') writes.set(register, value)
      else if (outcome === 'committed' && value !== UNKNOWN_VALUE && !writes.has(register))
        reads.set(register, value)
    }
    const versions = (map: ReadonlyMap<number, number>): RegisterVersion[] =>
      [...map].map(([register, value]) => ({ register, value }))
    return { reads: versions(reads), writes: versions(writes), must, after: [], before: 0 }
  }

  #register(key: number): number {
    let register = this.#registerOf.get(key)
    if (register === undefined) {
      register = this.registers++
      this.#registerOf.set(key, register)
      this.#keys.push(key)
    }
    return register
  }
}
