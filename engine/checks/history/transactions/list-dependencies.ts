import type { Anomalies } from './anomalies.ts'
import type { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY, type DependencyKinds, NO_VERSION } from './dependency.ts'
import type { ListOrder } from './list-order.ts'
import type { ListRead } from './list-reads.ts'
import type { Append, ListWriters } from './list-writers.ts'
import type { TransactionNames } from './transaction-names.ts'

const { ww, wr, rw, pass } = DEPENDENCY

/**
 * Adds what the order of one list's versions says about its writers and readers. What committed but nobody read comes after
 * the longest version that was read, in whatever order.
 */
export class ListDependencies {
  readonly #graph: DependencyGraph
  readonly #writers: ListWriters
  readonly #isIncluded: (transaction: number) => boolean

  constructor(graph: DependencyGraph, writers: ListWriters, isIncluded: (transaction: number) => boolean) {
    this.#graph = graph
    this.#writers = writers
    this.#isIncluded = isIncluded
  }

  add(order: ListOrder): void {
    const { key, elements } = order
    const versions = elements
      .map((element) => this.#writers.of(key).get(element))
      .filter((append) => append !== undefined && this.#isIncluded(append.transaction)) as Append[]
    for (let at = 1; at < versions.length; at++) {
      const [before, after] = [versions[at - 1], versions[at]]
      this.#graph.add(before.transaction, after.transaction, ww, key, before.element, after.element)
    }
    const placeOf = new Map(versions.map(({ element }, at) => [element, at]))
    const atTheEnd: ListRead[] = []
    for (const read of order.reads) {
      const last = read.others === 0 ? undefined : placeOf.get(read.list[read.others - 1])
      if (last !== undefined) {
        this.#graph.add(versions[last].transaction, read.reader, wr, key, versions[last].element)
      }
      const next = versions[last === undefined ? 0 : last + 1]
      if (read.others > 0 && last === undefined) continue // it read what was rolled back or never appended
      if (next === undefined) atTheEnd.push(read)
      else
        this.#graph.add(read.reader, next.transaction, rw, key, versions[last ?? -1]?.element, next.element)
    }
    this.#addUnread(order, versions.at(-1), atTheEnd)
  }

  #addUnread({ key, elements }: ListOrder, last: Append | undefined, atTheEnd: readonly ListRead[]): void {
    const read = new Set(elements)
    const unread = new Set<number>()
    for (const { transaction, element } of this.#writers.of(key).values()) {
      if (!read.has(element) && this.#isIncluded(transaction)) unread.add(transaction)
    }
    if (unread.size === 0) return
    const end = this.#graph.addPlace()
    for (const transaction of unread) this.#graph.add(end, transaction, pass)
    const version = last?.element ?? NO_VERSION
    const reach = (from: number, kind: DependencyKinds): void => {
      if (!unread.has(from)) this.#graph.add(from, end, kind, key, version)
      else for (const other of unread) this.#graph.add(from, other, kind, key, version)
    }
    if (last !== undefined) reach(last.transaction, ww)
    let blind = 0
    for (const { reader } of atTheEnd) {
      // two that append blindly to what they read are on a cycle already: more would only be more of the same
      if (!unread.has(reader) || blind++ < 2) reach(reader, rw)
    }
  }
}

/** Two that read the same version of a list and both append to it: one of them has lost sight of the other's. */
export function noteLostAppends(
  { key, reads }: ListOrder,
  names: TransactionNames,
  anomalies: Anomalies,
): void {
  const firstOf = new Map<number, number>()
  for (const { reader, others, list, appends } of reads) {
    if (!appends) continue
    const first = firstOf.get(others)
    if (first === undefined) firstOf.set(others, reader)
    else if (first !== reader) {
      anomalies.add('lost-update', [first, reader], (nameOf) => {
        const told = `${names.tellKey(key)} = ${names.tellList(list.slice(0, others))}`
        return `${nameOf(first)} and ${nameOf(reader)} both read ${told} and then appended to it, so that one of them did not see the other's`
      })
    }
  }
}
