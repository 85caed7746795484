import { Anomalies, type NameOf } from './anomalies.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY, type Dependency, NO_VERSION } from './dependency.ts'
import { RegisterDependencies, type VersionReads, byVersion } from './register-dependencies.ts'
import { registerReads } from './register-reads.ts'
import { RegisterWriters } from './register-writers.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { TransactionAnalysis, TransactionRules } from './transaction-rules.ts'
import type { Transaction } from './transaction.ts'

/**
 * Transactions that read and write registers. What a read saw is known where values are written once, but the order of versions
 * only in part: finding nothing proves nothing, and an order has to be found.
 */
export const rwRegisterRules: TransactionRules = {
  write: 'w',
  lists: false,
  readComplaint: () => null,
  prepare(transactions, names, initial) {
    const writers = new RegisterWriters(transactions, initial)
    return (asOfLine) => analyse(asOfLine, writers, names)
  },
  tell,
}

function analyse(
  transactions: readonly Transaction[],
  writers: RegisterWriters,
  names: TransactionNames,
): TransactionAnalysis {
  const anomalies = new Anomalies()
  const versions = byVersion(
    transactions
      .filter(({ outcome }) => outcome === 'committed')
      .flatMap((transaction) => registerReads(transaction, names, anomalies)),
  )
  const happened = transactions.map(({ outcome }) => outcome === 'committed')
  for (const { key, value } of versions) {
    const writer = writers.write(key, value)?.transaction
    if (writer !== undefined && transactions[writer].outcome === 'unknown') happened[writer] = true
  }
  const graph = new DependencyGraph(transactions.length)
  const dependencies = new RegisterDependencies(graph, writers, happened)
  for (const version of versions) {
    noteRead(version, transactions, writers, names, anomalies)
    noteLostUpdate(version, dependencies, writers, names, anomalies)
    dependencies.add(version)
  }
  return { anomalies, graph, happened, registers: { versions, writers } }
}

/** Notes reads of what was rolled back, is half done, or was never written. */
function noteRead(
  { key, value, readers }: VersionReads,
  transactions: readonly Transaction[],
  writers: RegisterWriters,
  names: TransactionNames,
  anomalies: Anomalies,
): void {
  if (writers.isFirst(key, value) || writers.isAmbiguous(key, value)) return
  const [reader] = readers
  const told = `read ${names.tellKey(key)} = ${names.tell(value)}`
  const write = writers.write(key, value)
  if (write === undefined) {
    anomalies.add(
      'garbage-read',
      [reader],
      (nameOf) => `${nameOf(reader)} ${told}, although nobody wrote that`,
    )
    return
  }
  const { transaction: writer, isLast } = write
  if (readers.includes(writer)) {
    anomalies.add(
      'internal',
      [writer],
      (nameOf) => `${nameOf(writer)} ${told} before it had itself written that`,
    )
  }
  const other = readers.find((each) => each !== writer)
  if (other === undefined) return
  if (transactions[writer].outcome === 'aborted') {
    anomalies.add(
      'G1a',
      [writer, other],
      (nameOf) => `${nameOf(other)} ${told}, although ${nameOf(writer)}, which wrote that, was rolled back`,
    )
  }
  if (!isLast) {
    anomalies.add(
      'G1b',
      [writer, other],
      (nameOf) => `${nameOf(other)} ${told}, which ${nameOf(writer)} wrote on the way to another value`,
    )
  }
}

/** Two that read the same version and both replace it: one has overwritten the other's update unseen. */
function noteLostUpdate(
  { key, value, readers }: VersionReads,
  dependencies: RegisterDependencies,
  writers: RegisterWriters,
  names: TransactionNames,
  anomalies: Anomalies,
): void {
  if (writers.isAmbiguous(key, value)) return
  const [first, second] = dependencies.overwriters(key, readers)
  if (second === undefined) return
  anomalies.add('lost-update', [first.transaction, second.transaction], (nameOf) => {
    const both = `${nameOf(first.transaction)} and ${nameOf(second.transaction)}`
    return `${both} both read ${names.tellKey(key)} = ${names.tell(value)} and then replaced it, by ${names.tell(first.value)} and ${names.tell(second.value)}`
  })
}

function tell(dependency: Dependency, names: TransactionNames, nameOf: NameOf): string {
  const { from, to, kind, key, version, next } = dependency
  const [first, second, register] = [nameOf(from), nameOf(to), names.tellKey(key)]
  const seen = version === NO_VERSION ? '' : ` = ${names.tell(version)}`
  if (kind === DEPENDENCY.wr) return `${second} read ${register}${seen}, which ${first} had written`
  const after = next === NO_VERSION ? `${second} wrote it` : `${second} replaced that by ${names.tell(next)}`
  if (kind === DEPENDENCY.ww) return `${first} wrote ${register}${seen} before ${after}`
  return `${first} read ${register}${seen} before ${after}`
}
