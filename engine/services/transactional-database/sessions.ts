import type { TxnId } from '../../algorithms/txn/outcome.ts'
import type { Process } from '../../kernel/process.ts'
import type { Nanos } from '../../lib/units.ts'

/** One open transaction as its connection sees it. */
interface Session {
  /** The number that its client has drawn for it. */
  readonly number: number
  lastUsedAt: Nanos
  /** When its client sent the latest statement. */
  lastSentAt: Nanos
  /** The handler that waits for a row lock. */
  waiting: Process | null
}

/** Which transactions are open, and who waits for whom to end. */
export class Sessions {
  readonly #open = new Map<TxnId, Session>()
  readonly #byNumber = new Map<number, TxnId>()
  /** Sessions that are over, by number, with when they ended: a late copy of what began one must not begin another. */
  readonly #over = new Map<number, Nanos>()

  get size(): number {
    return this.#open.size
  }

  get waiting(): number {
    let waiting = 0
    for (const session of this.#open.values()) if (session.waiting !== null) waiting++
    return waiting
  }

  open(txn: TxnId, number: number, now: Nanos): void {
    this.#open.set(txn, { number, lastUsedAt: now, lastSentAt: -Infinity, waiting: null })
    this.#byNumber.set(number, txn)
  }

  /** The transaction that is open in the session of this number. */
  transactionOf(number: number): TxnId | undefined {
    return this.#byNumber.get(number)
  }

  /** Nothing is to begin in this session any more. */
  endNumber(number: number, now: Nanos): void {
    this.#over.set(number, now)
  }

  isOver(number: number): boolean {
    return this.#over.has(number)
  }

  /**
   * A statement has come. False when the transaction is not open here any more, or when the statement is a copy that the network made:
   * a connection's statements follow one another, and one that was sent no later than the latest is not the next. To add twice what is
   * to be added once would make money.
   */
  touch(txn: TxnId, sentAt: Nanos, now: Nanos): boolean {
    const session = this.#open.get(txn)
    if (session === undefined || sentAt <= session.lastSentAt) return false
    session.lastUsedAt = now
    session.lastSentAt = sentAt
    return true
  }

  wait(txn: TxnId, process: Process): void {
    const session = this.#open.get(txn)
    if (session !== undefined) session.waiting = process
  }

  /** The handler that waits in this transaction, which then waits no more. */
  takeWaiting(txn: TxnId): Process | null {
    const session = this.#open.get(txn)
    if (session === undefined) return null
    const { waiting } = session
    session.waiting = null
    return waiting
  }

  /** Forgets a transaction; false when it was not open. */
  close(txn: TxnId, now: Nanos): boolean {
    const session = this.#open.get(txn)
    if (session === undefined) return false
    this.#open.delete(txn)
    this.#byNumber.delete(session.number)
    this.#over.set(session.number, now)
    return true
  }

  /** Transactions that nobody has used since `before`; what was over by then is forgotten. */
  idleSince(before: Nanos): TxnId[] {
    for (const [number, endedAt] of this.#over) {
      if (endedAt >= before) break
      this.#over.delete(number)
    }
    return [...this.#open].filter(([, { lastUsedAt }]) => lastUsedAt < before).map(([txn]) => txn)
  }

  all(): TxnId[] {
    return [...this.#open.keys()]
  }
}
