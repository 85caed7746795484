import type { TxnId } from './commit-messages.ts'

/** The checkpoint of a coordinator: all transactions with lower numbers are over, so that nobody has to remember them. */
export class EndedBelow {
  #ended: TxnId = 0

  /** `open`: what is not over; `latest`: a transaction that has begun. */
  among(open: ReadonlyMap<TxnId, unknown>, latest: TxnId): TxnId {
    while (this.#ended < latest && !open.has(this.#ended)) this.#ended++
    return this.#ended
  }
}
