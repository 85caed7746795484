import type { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY } from './dependency.ts'
import { findCycles } from './find-cycles.ts'
import { Reachability } from './reachability.ts'
import type { VersionReads } from './register-dependencies.ts'
import type { RegisterWriters, Write } from './register-writers.ts'

const MOST_NODES = 2_000
const MOST_ROUNDS = 30

/**
 * Adds what follows when versions of registers must be in some order: where one transaction wrote what another read, a third
 * that writes the register comes before the one or after the other. Goes on until nothing follows, or a cycle has appeared.
 * Paper: Papadimitriou, "The serializability of concurrent database updates" (1979), section 3 (polygraphs); Tan et al.,
 * "Cobra: making transactional key-value stores verifiably serializable" (2020), section 3, for deciding what has one way only.
 */
export function inferDependencies(
  graph: DependencyGraph,
  registers: { readonly versions: readonly VersionReads[]; readonly writers: RegisterWriters },
  happened: readonly boolean[],
): void {
  if (graph.nodes > MOST_NODES) return
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (findCycles(graph).length > 0) return
    const before = graph.edges
    const reachability = new Reachability(graph)
    for (const version of registers.versions) {
      const write = registers.writers.write(version.key, version.value)
      if (write === undefined || !happened[write.transaction]) continue
      for (const third of registers.writers.lastWrites.get(version.key)!) {
        const isThird = third.transaction !== write.transaction && happened[third.transaction]
        if (isThird) place(third, write, version.readers, graph, reachability)
      }
    }
    if (graph.edges === before) return
  }
}

/** Puts a third write before the one that was read, or after its readers, when it cannot be on the other side. */
function place(
  third: Write,
  write: Write,
  readers: readonly number[],
  graph: DependencyGraph,
  reachability: Reachability,
): void {
  const { key } = write
  const isBefore = (from: number, to: number): boolean => reachability.leads(from, to)
  if (isBefore(write.transaction, third.transaction)) {
    for (const reader of readers) {
      if (reader === third.transaction || isBefore(reader, third.transaction)) continue
      graph.add(reader, third.transaction, DEPENDENCY.rw, key, write.value, third.value)
    }
  } else if (
    !isBefore(third.transaction, write.transaction) &&
    readers.some((reader) => reader !== third.transaction && isBefore(third.transaction, reader))
  ) {
    graph.add(third.transaction, write.transaction, DEPENDENCY.ww, key, third.value, write.value)
  }
}
