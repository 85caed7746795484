import type { Anomalies } from './anomalies.ts'
import type { ListRead } from './list-reads.ts'
import type { ListWriters } from './list-writers.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { Transaction } from './transaction.ts'

/** What all reads of one list together tell. */
export interface ListOrder {
  readonly key: number
  /** The longest that was read: the order of its versions. */
  readonly elements: readonly number[]
  /** The reads that fit into it. */
  readonly reads: readonly ListRead[]
}

/**
 * Recovers the order of a list's versions from its reads: each must be the beginning of the longest (Kingsbury and Alvaro 2020,
 * section 4.2). Notes reads that are not, and reads of what was rolled back, is half done, doubled, or was never appended.
 */
export class ListOrders {
  readonly #transactions: readonly Transaction[]
  readonly #writers: ListWriters
  readonly #names: TransactionNames
  readonly #anomalies: Anomalies

  constructor(scope: {
    readonly transactions: readonly Transaction[]
    readonly writers: ListWriters
    readonly names: TransactionNames
    readonly anomalies: Anomalies
  }) {
    this.#transactions = scope.transactions
    this.#writers = scope.writers
    this.#names = scope.names
    this.#anomalies = scope.anomalies
  }

  order(key: number, reads: readonly ListRead[]): ListOrder {
    let longest = reads[0]
    for (const read of reads) if (read.list.length > longest.list.length) longest = read
    this.#inspect(longest)
    const fitting: ListRead[] = []
    for (const read of reads) {
      if (read.list.every((element, at) => element === longest.list[at])) {
        fitting.push(read)
        this.#requireWhole(read)
      } else {
        this.#inspect(read)
        this.#incompatible(read, longest)
      }
    }
    return { key, elements: longest.list, reads: fitting }
  }

  /** Looks at every element of a read. */
  #inspect({ reader, key, list }: ListRead): void {
    const appends = this.#writers.of(key)
    const met = new Set<number>()
    const says = (element: number, rest: string): string =>
      `read ${this.#read(key, list)}, ${rest.replace('%', this.#names.tell(element))}`
    for (const element of list) {
      const writer = appends.get(element)?.transaction
      if (met.has(element)) {
        this.#anomalies.add(
          'duplicate-elements',
          [reader],
          (nameOf) =>
            `${nameOf(reader)} ${says(element, 'with % in it twice, although it was appended once')}`,
        )
      }
      met.add(element)
      if (writer === undefined) {
        this.#anomalies.add(
          'garbage-read',
          [reader],
          (nameOf) => `${nameOf(reader)} ${says(element, 'although nobody appended %')}`,
        )
      } else if (this.#transactions[writer].outcome === 'aborted') {
        this.#anomalies.add(
          'G1a',
          [writer, reader],
          (nameOf) =>
            `${nameOf(reader)} ${says(element, `although ${nameOf(writer)}, which appended %, was rolled back`)}`,
        )
      }
    }
  }

  /** What is read of another transaction's appends must be all of them. */
  #requireWhole({ reader, key, list, others }: ListRead): void {
    if (others === 0) return
    const last = this.#writers.of(key).get(list[others - 1])
    if (last === undefined || last.isLast || last.transaction === reader) return
    const writer = last.transaction
    this.#anomalies.add(
      'G1b',
      [writer, reader],
      (nameOf) =>
        `${nameOf(reader)} read ${this.#read(key, list)}, when ${nameOf(writer)} had appended only some of what it appends to ${this.#names.tellKey(key)}`,
    )
  }

  #incompatible(one: ListRead, other: ListRead): void {
    this.#anomalies.add(
      'incompatible-order',
      [one.reader, other.reader],
      (nameOf) =>
        `${nameOf(one.reader)} read ${this.#read(one.key, one.list)} and ${nameOf(other.reader)} read ${this.#read(other.key, other.list)}, of which neither is the beginning of the other`,
    )
  }

  #read(key: number, list: readonly number[]): string {
    return `${this.#names.tellKey(key)} = ${this.#names.tellList(list)}`
  }
}
