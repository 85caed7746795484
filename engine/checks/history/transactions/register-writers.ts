import type { Transaction } from './transaction.ts'

/** Who wrote a value to a register. */
export interface Write {
  readonly transaction: number
  readonly key: number
  readonly value: number
  /** Whether it is what the transaction leaves behind. */
  isLast: boolean
}

/** Finds the write that each value of each register came from, where there is but one. */
export class RegisterWriters {
  /** By key: the transactions that write it, each with what it leaves behind. */
  readonly lastWrites = new Map<number, Write[]>()
  readonly #writes = new Map<number, Map<number, Write>>()
  /** By key: values with several writes, or that the register held from the start. */
  readonly #ambiguous = new Map<number, Set<number>>()

  constructor(
    transactions: readonly Transaction[],
    readonly initial: number,
  ) {
    for (const transaction of transactions) this.#add(transaction)
  }

  /** The only write of the value; undefined when there is none or several. */
  write(key: number, value: number): Write | undefined {
    return this.isAmbiguous(key, value) ? undefined : this.#writes.get(key)?.get(value)
  }

  /** Whether a read of the value does not tell which write it saw. */
  isAmbiguous(key: number, value: number): boolean {
    return this.#ambiguous.get(key)?.has(value) === true
  }

  /** Whether the value is the first state and is written by nobody. */
  isFirst(key: number, value: number): boolean {
    return value === this.initial && !this.isAmbiguous(key, value)
  }

  #add({ index, asked }: Transaction): void {
    const latest = new Map<number, Write>()
    for (const { f, key, value } of asked) {
      if (f !== 'w') continue
      const before = latest.get(key)
      if (before !== undefined) before.isLast = false
      const write = this.#note({ transaction: index, key, value, isLast: true })
      write.isLast = true
      latest.set(key, write)
    }
    for (const [key, write] of latest) {
      const ofKey = this.lastWrites.get(key)
      if (ofKey === undefined) this.lastWrites.set(key, [write])
      else ofKey.push(write)
    }
  }

  #note(write: Write): Write {
    const { key, value } = write
    const ofKey = this.#writes.get(key) ?? new Map<number, Write>()
    this.#writes.set(key, ofKey)
    const other = ofKey.get(value)
    if (other?.transaction === write.transaction) return other
    if (other !== undefined || value === this.initial) {
      this.#ambiguous.set(key, (this.#ambiguous.get(key) ?? new Set()).add(value))
    }
    ofKey.set(value, write)
    return write
  }
}
