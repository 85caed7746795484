import type { TxnId } from '../../algorithms/commit/commit-messages.ts'

/** What each transaction of a protocol is about, until it is over. Locks are in the log with the votes, so this is durable too. */
export class TransactionKeys {
  readonly #keys = new Map<TxnId, number>()
  #endedBelow: TxnId = 0

  /** Zero when it is not known, or not any more. */
  get(txn: TxnId): number {
    return this.#keys.get(txn) ?? 0
  }

  /** What was known first stays: whoever has forgotten it says zero. */
  note(txn: TxnId, key: number): void {
    if (txn >= this.#endedBelow && !this.#keys.has(txn)) this.#keys.set(txn, key)
  }

  /** All that began before is over; what still `holds` its key keeps it until it lets go. */
  forgetBelow(txn: TxnId, holds: (txn: TxnId, key: number) => boolean): void {
    for (; this.#endedBelow < txn; this.#endedBelow++) {
      const key = this.#keys.get(this.#endedBelow)
      if (key !== undefined && !holds(this.#endedBelow, key)) this.#keys.delete(this.#endedBelow)
    }
  }

  /** A transaction has let go of its key. */
  letGo(txn: TxnId): void {
    if (txn < this.#endedBelow) this.#keys.delete(txn)
  }
}
