import type { Anomalies, NameOf } from './anomalies.ts'
import type { DependencyGraph } from './dependency-graph.ts'
import type { Dependency } from './dependency.ts'
import type { VersionReads } from './register-dependencies.ts'
import type { RegisterWriters } from './register-writers.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { TransactionGrammar } from './transaction-shape.ts'
import type { Transaction } from './transaction.ts'

/** What one look at the transactions as of some line shows. */
export interface TransactionAnalysis {
  readonly anomalies: Anomalies
  readonly graph: DependencyGraph
  /** Whether each transaction is known to have happened. */
  readonly happened: readonly boolean[]
  /** Of registers, whose dependencies are known in part only: what is left to find out. Left out where nothing is. */
  readonly registers?: { readonly versions: readonly VersionReads[]; readonly writers: RegisterWriters }
}

/** Analyses transactions as they stood at some line. */
export type Analyse = (transactions: readonly Transaction[]) => TransactionAnalysis

/** How the transactions of one model are read, understood and told. */
export interface TransactionRules extends TransactionGrammar {
  /** Whether reads return lists. */
  readonly lists: boolean
  /** Looks at all transactions once; what it returns may then be asked about as many lines as one likes. */
  prepare(transactions: readonly Transaction[], names: TransactionNames, initial: number): Analyse
  /** Why the first comes before the second, as in "T1 wrote x = 1, and T2 read it". */
  tell(dependency: Dependency, names: TransactionNames, nameOf: NameOf): string
}
