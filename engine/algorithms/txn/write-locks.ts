import type { Lockable } from './lockable.ts'
import type { TxnId } from './outcome.ts'
import type { ReadLocks } from './read-locks.ts'
import { RowSlot } from './row-slot.ts'
import type { Transaction } from './transaction.ts'

const NOBODY: readonly Transaction[] = []

/**
 * Exclusive locks held to the end of a transaction, with first-come queues: when a holder ends, the lock passes to the
 * first in its queue, which is woken and owns it already, so that a thousand waiters cost a thousand wakes, not a million.
 * A wait that closes a cycle is found at once, and the requester gives up.
 * Paper: Gray and Reuter, "Transaction processing" (1993), chapters 7 and 8. Compare: PostgreSQL looks for cycles after
 * `deadlock_timeout` (1 s); wound-wait and wait-die never make them. Cost: O(1) a lock; O(transactions reached) a wait.
 * Invariant: a lock without a holder has no queue; the graph of who waits for whom has no cycle between steps.
 */
export class WriteLocks {
  readonly #readLocks: ReadLocks

  constructor(readLocks: ReadLocks) {
    this.#readLocks = readLocks
  }

  /** Takes the lock, or joins its queue and says false. Asking again while queued keeps the place. */
  acquire(txn: Transaction, lock: Lockable): boolean {
    if (lock.holder === txn) return true
    if (lock.holder === undefined) {
      lock.holder = txn
      txn.locks.push(lock)
      return true
    }
    if (txn.waitingOn === lock && txn.waitKind === 'lock') return false
    this.stopWaiting(txn)
    lock.enqueue(txn)
    txn.waitingOn = lock
    txn.waitKind = 'lock'
    return false
  }

  /** Waits until `other`, a writer or a reader of the row, has ended. */
  waitForEnd(txn: Transaction, kind: 'writer' | 'readers', slot: RowSlot, other: Transaction): void {
    if (txn.waitingOn === slot && txn.waitKind === kind && txn.wokenByEndOf === other) return
    this.stopWaiting(txn)
    txn.waitingOn = slot
    txn.waitKind = kind
    txn.wokenByEndOf = other
    other.endWaiters.push(txn)
  }

  stopWaiting(txn: Transaction): void {
    if (txn.waitingOn === undefined) return
    if (txn.waitKind === 'lock') txn.waitingOn.dequeue(txn)
    txn.waitingOn = undefined
    txn.wokenByEndOf = undefined
  }

  /** Gives up all locks of a transaction that has ended. Returned: who may go on, in the order to go on in. */
  releaseAll(txn: Transaction): TxnId[] {
    this.stopWaiting(txn)
    const woken: TxnId[] = []
    for (const lock of txn.locks) {
      const next = lock.firstWaiter
      lock.holder = next
      if (next === undefined) continue
      lock.dequeue(next)
      next.waitingOn = undefined
      next.locks.push(lock)
      woken.push(next.id)
    }
    for (const waiter of txn.endWaiters) {
      if (waiter.wokenByEndOf !== txn) continue
      waiter.waitingOn = undefined
      waiter.wokenByEndOf = undefined
      woken.push(waiter.id)
    }
    txn.endWaiters.length = 0
    return woken
  }

  /** Whom a transaction waits for now. Who is before it in a queue waits for the same, so the holder stands for all. */
  blockersOf(txn: Transaction): readonly Transaction[] {
    const { waitingOn } = txn
    if (waitingOn === undefined) return NOBODY
    if (txn.waitKind === 'readers' && waitingOn instanceof RowSlot)
      return this.#readLocks.readersOf(waitingOn, txn)
    return waitingOn.holder === undefined ? NOBODY : [waitingOn.holder]
  }

  /** The transactions of a cycle through `txn`, each waiting for the next, if there is one. */
  cycleThrough(txn: Transaction): readonly TxnId[] | undefined {
    if (txn.waitKind === 'lock' && txn.waitingOn?.holder?.waitingOn === undefined) return undefined
    const cameFrom = new Map<Transaction, Transaction>()
    const toVisit: Transaction[] = [txn]
    for (let current = toVisit.pop(); current !== undefined; current = toVisit.pop()) {
      for (const blocker of this.blockersOf(current)) {
        if (blocker === txn) return pathBack(txn, current, cameFrom)
        if (cameFrom.has(blocker)) continue
        cameFrom.set(blocker, current)
        toVisit.push(blocker)
      }
    }
    return undefined
  }
}

function pathBack(start: Transaction, end: Transaction, cameFrom: Map<Transaction, Transaction>): TxnId[] {
  const path: TxnId[] = []
  for (let at: Transaction | undefined = end; at !== undefined && at !== start; at = cameFrom.get(at)) {
    path.push(at.id)
  }
  path.push(start.id)
  return path.reverse()
}
