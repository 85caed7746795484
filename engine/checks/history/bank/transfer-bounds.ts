import type { Operation } from '../history-event.ts'
import type { Transfer } from './bank-shape.ts'
import type { Balances } from './bank-start.ts'

/** Between what every account must be: its first balance, less all that may have left it, plus all that may have come. */
export class TransferBounds {
  readonly #first: Balances
  readonly #transfers: readonly Operation[]
  readonly #least = new Map<string, number>()
  readonly #most = new Map<string, number>()
  #next = 0

  /** `transfers`: those that did not fail, in the order of their invocations. */
  constructor(first: Balances, transfers: readonly Operation[]) {
    this.#first = first
    this.#transfers = transfers
    for (const [account, balance] of Object.entries(first)) {
      this.#least.set(account, balance)
      this.#most.set(account, balance)
    }
  }

  /** What is wrong with a read, as the end of a sentence; null when nothing is. Asked in the order in which reads returned. */
  complaint(read: Operation, balances: Balances): string | null {
    for (; this.#next < this.#transfers.length; this.#next++) {
      const transfer = this.#transfers[this.#next]
      if (transfer.invokedAt > read.completedAt) break
      const { from, to, amount } = transfer.argument as unknown as Transfer
      this.#least.set(`${from}`, (this.#least.get(`${from}`) ?? 0) - amount)
      this.#most.set(`${to}`, (this.#most.get(`${to}`) ?? 0) + amount)
    }
    for (const account of Object.keys(this.#first)) {
      const [least, most] = [this.#least.get(account)!, this.#most.get(account)!]
      if (balances[account] >= least && balances[account] <= most) continue
      return `where the account ${account} is at ${balances[account]}, although the transfers until then can only have left between ${least} and ${most}`
    }
    return null
  }
}
