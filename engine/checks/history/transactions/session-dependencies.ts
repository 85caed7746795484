import type { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY } from './dependency.ts'
import type { ProcessId } from '../history-event.ts'
import type { Transaction } from './transaction.ts'

/** Adds that a process runs its transactions one after the other. */
export function addProcessOrder(
  graph: DependencyGraph,
  transactions: readonly Transaction[],
  happened: readonly boolean[],
): void {
  const latest = new Map<ProcessId, number>()
  for (const { index, operation, outcome } of transactions) {
    if (!happened[index]) continue
    const before = latest.get(operation.process)
    if (before !== undefined) graph.add(before, index, DEPENDENCY.process)
    if (outcome === 'committed') latest.set(operation.process, index) // the others may take effect at any later time
  }
}

/**
 * Adds which transactions were over before others began, but for what follows from other edges: so there are never more edges to
 * a transaction than clients at work (Kingsbury and Alvaro 2020, section 5.1).
 */
export function addRealTimeOrder(
  graph: DependencyGraph,
  transactions: readonly Transaction[],
  happened: readonly boolean[],
): void {
  const moments = transactions
    .filter(({ index }) => happened[index])
    .flatMap((each) => [
      { line: each.beginLine, ends: false, each },
      { line: each.endLine, ends: true, each },
    ])
    .filter(({ line }) => line < Infinity)
    .sort((a, b) => a.line - b.line)
  const before = new Map<number, readonly number[]>()
  const over = new Set<number>()
  for (const { ends, each } of moments) {
    if (!ends) {
      before.set(each.index, [...over])
      for (const earlier of over) graph.add(earlier, each.index, DEPENDENCY.realtime)
    } else if (each.outcome === 'committed') {
      for (const earlier of before.get(each.index)!) over.delete(earlier)
      over.add(each.index)
    }
  }
}
