import type { Transaction } from './transaction.ts'

/**
 * The snapshots in use, oldest first: how far back old versions must be kept. A linked list through the transactions.
 * Paper: Reed (1978), as for the versions. Compare: scanning all active transactions (PostgreSQL's ProcArray).
 * Cost: O(1) each. Invariant: snapshots never fall along the list, because each is the latest commit when it is taken.
 */
export class Snapshots {
  #first: Transaction | undefined = undefined
  #last: Transaction | undefined = undefined

  add(txn: Transaction): void {
    txn.previousSnapshot = this.#last
    if (this.#last === undefined) this.#first = txn
    else this.#last.nextSnapshot = txn
    this.#last = txn
  }

  remove(txn: Transaction): void {
    if (this.#first !== txn && txn.previousSnapshot === undefined) return // never took one
    if (txn.previousSnapshot === undefined) this.#first = txn.nextSnapshot
    else txn.previousSnapshot.nextSnapshot = txn.nextSnapshot
    if (txn.nextSnapshot === undefined) this.#last = txn.previousSnapshot
    else txn.nextSnapshot.previousSnapshot = txn.previousSnapshot
    txn.nextSnapshot = undefined
    txn.previousSnapshot = undefined
  }

  /** The oldest snapshot in use; undefined when there is none. */
  oldest(): number | undefined {
    return this.#first?.snapshot
  }
}
