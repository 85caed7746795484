import { Anomalies, type NameOf } from './anomalies.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY, type Dependency, NO_VERSION } from './dependency.ts'
import { ListDependencies, noteLostAppends } from './list-dependencies.ts'
import { ListOrders } from './list-order.ts'
import { type ListRead, listReads } from './list-reads.ts'
import { ListWriters } from './list-writers.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { TransactionAnalysis, TransactionRules } from './transaction-rules.ts'
import type { Transaction } from './transaction.ts'

/**
 * Transactions that append to lists and read them whole. Each read shows the order of all versions before it, so that the
 * dependencies are known, not guessed: a history is serializable if and only if nothing is found against it.
 */
export const listAppendRules: TransactionRules = {
  write: 'append',
  lists: true,
  readComplaint: (key, value) =>
    value === null || Array.isArray(value)
      ? null
      : `the read of ${key} returned no list; write what it held as one.`,
  prepare(transactions, names) {
    const writers = new ListWriters(transactions, names)
    return (asOfLine) => analyse(asOfLine, writers, names)
  },
  tell,
}

function analyse(
  transactions: readonly Transaction[],
  writers: ListWriters,
  names: TransactionNames,
): TransactionAnalysis {
  const anomalies = new Anomalies()
  const readsOf = new Map<number, ListRead[]>()
  for (const transaction of transactions) {
    if (transaction.outcome !== 'committed') continue
    for (const read of listReads(transaction, names, anomalies)) {
      const ofKey = readsOf.get(read.key)
      if (ofKey === undefined) readsOf.set(read.key, [read])
      else ofKey.push(read)
    }
  }
  const orders = new ListOrders({ transactions, writers, names, anomalies })
  const inOrder = [...readsOf].map(([key, reads]) => orders.order(key, reads))
  const happened = transactions.map(({ outcome }) => outcome === 'committed')
  for (const [key, reads] of readsOf) noteSeen(key, reads, transactions, writers, happened)
  const graph = new DependencyGraph(transactions.length)
  const dependencies = new ListDependencies(graph, writers, (transaction) => happened[transaction])
  for (const order of inOrder) {
    dependencies.add(order)
    noteLostAppends(order, names, anomalies)
  }
  return { anomalies, graph, happened }
}

/** What somebody has read has happened, whatever its client was told. */
function noteSeen(
  key: number,
  reads: readonly ListRead[],
  transactions: readonly Transaction[],
  writers: ListWriters,
  happened: boolean[],
): void {
  const appends = writers.of(key)
  const known = new Set<number>()
  for (const { list } of reads) {
    // lists mostly begin alike: walk back until what is known
    for (let at = list.length - 1; at >= 0 && !known.has(list[at]); at--) {
      known.add(list[at])
      const writer = appends.get(list[at])?.transaction
      if (writer !== undefined && transactions[writer].outcome === 'unknown') happened[writer] = true
    }
  }
}

function tell(dependency: Dependency, names: TransactionNames, nameOf: NameOf): string {
  const { from, to, kind, key, version, next } = dependency
  const [first, second, list] = [nameOf(from), nameOf(to), names.tellKey(key)]
  const after = next === NO_VERSION ? `what ${second} appended` : `the ${names.tell(next)} of ${second}`
  if (kind === DEPENDENCY.wr)
    return `${second} read ${list} with the ${names.tell(version)} that ${first} had appended`
  if (kind === DEPENDENCY.ww) return `${first} appended ${names.tell(version)} to ${list} before ${after}`
  const seen = version === NO_VERSION ? 'while it was empty' : `when it ended with ${names.tell(version)}`
  return `${first} read ${list} ${seen}, without ${after}`
}
