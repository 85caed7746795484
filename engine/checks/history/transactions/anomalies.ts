/** Something that no run of one transaction after the other could have shown. */
export interface Anomaly {
  /** As in the literature: `G1a`, `lost-update`. */
  readonly name: string
  /** One sentence: what is wrong. Transactions are called T1, T2 … as they stand in `transactions`. */
  readonly says: string
  readonly transactions: readonly number[]
  /** Further sentences, such as the reason of each step of a cycle. */
  readonly reasons: readonly string[]
}

/** Calls a transaction by its name in a sentence. */
export type NameOf = (transaction: number) => string

/** Keeps the first anomaly of each name; sentences are made for these only. */
export class Anomalies {
  readonly #found = new Map<string, Anomaly>()

  get found(): readonly Anomaly[] {
    return [...this.#found.values()]
  }

  add(
    name: string,
    transactions: readonly number[],
    says: (nameOf: NameOf) => string,
    reasons: (nameOf: NameOf) => readonly string[] = () => [],
  ): void {
    if (this.#found.has(name)) return
    const distinct = [...new Set(transactions)]
    const nameOf: NameOf = (transaction) => `T${distinct.indexOf(transaction) + 1}`
    this.#found.set(name, { name, transactions: distinct, says: says(nameOf), reasons: reasons(nameOf) })
  }
}
