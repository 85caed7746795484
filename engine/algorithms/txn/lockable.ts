import type { RowKey } from './row.ts'
import type { Transaction } from './transaction.ts'

/**
 * Something that one transaction at a time may change (a row, or a key of a unique index), with its queue.
 * The queue is a doubly linked list through the transactions: each waits for at most one lock.
 */
export abstract class Lockable {
  holder: Transaction | undefined = undefined
  firstWaiter: Transaction | undefined = undefined
  lastWaiter: Transaction | undefined = undefined

  /** Where the lock is, for people. */
  abstract describe(): { readonly table: string; readonly key: RowKey }

  enqueue(txn: Transaction): void {
    txn.previousWaiter = this.lastWaiter
    txn.nextWaiter = undefined
    if (this.lastWaiter === undefined) this.firstWaiter = txn
    else this.lastWaiter.nextWaiter = txn
    this.lastWaiter = txn
  }

  dequeue(txn: Transaction): void {
    if (txn.previousWaiter === undefined) this.firstWaiter = txn.nextWaiter
    else txn.previousWaiter.nextWaiter = txn.nextWaiter
    if (txn.nextWaiter === undefined) this.lastWaiter = txn.previousWaiter
    else txn.nextWaiter.previousWaiter = txn.previousWaiter
    txn.nextWaiter = undefined
    txn.previousWaiter = undefined
  }
}
