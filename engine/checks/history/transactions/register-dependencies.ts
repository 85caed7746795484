import type { DependencyGraph } from './dependency-graph.ts'
import { DEPENDENCY } from './dependency.ts'
import type { RegisterRead } from './register-reads.ts'
import type { RegisterWriters, Write } from './register-writers.ts'

const { ww, wr, rw, pass } = DEPENDENCY
/** Two that overwrite the same version are on a cycle already: more would only be more of the same. */
const OVERWRITERS = 2

/** Those that read the same version of a register. */
export interface VersionReads {
  readonly key: number
  readonly value: number
  readonly readers: readonly number[]
}

/** Gathers reads by the version that they saw. */
export function byVersion(reads: readonly RegisterRead[]): VersionReads[] {
  const ofKey = new Map<number, Map<number, number[]>>()
  for (const { reader, key, value } of reads) {
    const ofValue = ofKey.get(key) ?? new Map<number, number[]>()
    ofKey.set(key, ofValue)
    const readers = ofValue.get(value)
    if (readers === undefined) ofValue.set(value, [reader])
    else readers.push(reader)
  }
  return [...ofKey].flatMap(([key, ofValue]) =>
    [...ofValue].map(([value, readers]) => ({ key, value, readers })),
  )
}

/**
 * Adds what can be inferred about registers (Kingsbury and Alvaro 2020, section 4.3): a read follows the write it saw, the first
 * state comes before all others, and what a transaction writes follows at once what it read of the same register.
 */
export class RegisterDependencies {
  readonly #graph: DependencyGraph
  readonly #writers: RegisterWriters
  readonly #happened: readonly boolean[]

  constructor(graph: DependencyGraph, writers: RegisterWriters, happened: readonly boolean[]) {
    this.#graph = graph
    this.#writers = writers
    this.#happened = happened
  }

  add({ key, value, readers }: VersionReads): void {
    if (this.#writers.isFirst(key, value)) return this.#addFirst(key, readers)
    const write = this.#writers.write(key, value)
    if (write === undefined || !this.#happened[write.transaction]) return
    for (const reader of readers) this.#graph.add(write.transaction, reader, wr, key, value)
    const successors = this.overwriters(key, readers)
    for (const next of successors)
      this.#graph.add(write.transaction, next.transaction, ww, key, value, next.value)
    for (const reader of readers) {
      for (const next of successors) this.#graph.add(reader, next.transaction, rw, key, value, next.value)
    }
  }

  /** Of the readers, the first few that write the register themselves: each puts its version after the one it read. */
  overwriters(key: number, readers: readonly number[]): Write[] {
    const reading = new Set(readers)
    const writes = this.#writers.lastWrites.get(key) ?? []
    return writes.filter(({ transaction }) => reading.has(transaction)).slice(0, OVERWRITERS)
  }

  #addFirst(key: number, readers: readonly number[]): void {
    const writes = (this.#writers.lastWrites.get(key) ?? []).filter(
      ({ transaction }) => this.#happened[transaction],
    )
    if (writes.length === 0) return
    const overwriters = new Set(this.overwriters(key, readers).map(({ transaction }) => transaction))
    const writing = new Set(writes.map(({ transaction }) => transaction))
    const end = this.#graph.addPlace()
    for (const { transaction } of writes) this.#graph.add(end, transaction, pass)
    for (const reader of readers) {
      if (!writing.has(reader)) this.#graph.add(reader, end, rw, key, this.#writers.initial)
      else if (overwriters.has(reader)) {
        for (const next of writes) {
          this.#graph.add(reader, next.transaction, rw, key, this.#writers.initial, next.value)
        }
      }
    }
  }
}
