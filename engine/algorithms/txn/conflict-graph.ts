import type { DangerousStructure, TxnId } from './outcome.ts'

/** One serializable transaction in the conflict graph, kept until no transaction that overlapped it is active. */
export class ConflictNode {
  readonly id: TxnId
  snapshot = Infinity
  commitSequence = Infinity
  wrote = false
  /** Set when another's step made this one the transaction to give up; it learns of it at its next step. */
  doomedBy: DangerousStructure | undefined = undefined
  /** Concurrent transactions that read what this one overwrote: they come before it in any serial order. */
  readonly incoming = new Set<ConflictNode>()
  /** Concurrent transactions that overwrote what this one read: they come after it. */
  readonly outgoing = new Set<ConflictNode>()
  /** Of the outgoing that have committed, the earliest; outlives them. */
  earliestOutCommit = Infinity
  earliestOutId: TxnId = 0

  constructor(id: TxnId) {
    this.id = id
  }

  get committed(): boolean {
    return this.commitSequence !== Infinity
  }
}

/**
 * Serializable snapshot isolation: every cycle that snapshot isolation lets through has two consecutive read-write
 * conflicts, incoming -> pivot -> outgoing, whose outgoing end is the first of the cycle to commit. So a transaction
 * gives up when it would complete such a pair. It never blocks; some that give up need not have.
 * Paper: Cahill, Röhm, Fekete, "Serializable isolation for snapshot databases" (2008); Ports and Grittner,
 * "Serializable snapshot isolation in PostgreSQL" (2012), sections 3.3 and 5.4 (commit order, read-only transactions).
 * Compare: strict two-phase locking; certifying the whole graph at commit. Cost: O(1) a conflict, plus O(incoming).
 * Invariant: no committed pivot has a committed incoming and an outgoing that committed before both.
 */
export class ConflictGraph {
  /**
   * `reader` did not see what `writer` wrote. One of them, `actor`, is taking the step that shows it. Returned: the
   * structure for which the actor must give up. If the other can give up instead, it is doomed, and all goes on.
   */
  add(reader: ConflictNode, writer: ConflictNode, actor: ConflictNode): DangerousStructure | undefined {
    if (reader === writer || reader.doomedBy !== undefined || writer.doomedBy !== undefined) return undefined
    if (reader.outgoing.has(writer)) return undefined
    const danger = writerIsPivot(reader, writer) ?? readerIsPivot(reader, writer)
    if (danger !== undefined) {
      if (actor === writer || writer.committed) return danger
      writer.doomedBy = danger
    }
    reader.outgoing.add(writer)
    writer.incoming.add(reader)
    if (writer.committed) noteOutCommit(reader, writer)
    return undefined
  }

  /** Whether the node may commit now. Being the first to commit, it may doom pivots before it. */
  beforeCommit(node: ConflictNode): DangerousStructure | undefined {
    if (node.doomedBy !== undefined) return node.doomedBy
    for (const pivot of node.incoming) {
      if (pivot.committed || pivot.doomedBy !== undefined) continue
      for (const incoming of pivot.incoming) {
        if (incoming.committed || incoming.doomedBy !== undefined) continue // the node itself is neither yet
        pivot.doomedBy = structure(incoming.id, pivot.id, node.id)
        break
      }
    }
    return undefined
  }

  commit(node: ConflictNode, sequence: number, wrote: boolean): void {
    node.commitSequence = sequence
    node.wrote = wrote
    for (const reader of node.incoming) noteOutCommit(reader, node)
  }

  /** Takes out a node that rolled back, or that no active transaction overlaps any more. */
  remove(node: ConflictNode): void {
    for (const reader of node.incoming) reader.outgoing.delete(node)
    for (const writer of node.outgoing) writer.incoming.delete(node)
    node.incoming.clear()
    node.outgoing.clear()
  }
}

/** reader -> writer -> T, T committed before both (a reader that wrote nothing: before it took its snapshot). */
function writerIsPivot(reader: ConflictNode, writer: ConflictNode): DangerousStructure | undefined {
  const first = writer.earliestOutCommit
  if (first === Infinity || first > reader.commitSequence || first >= writer.commitSequence) return undefined
  if (reader.committed && !reader.wrote && first > reader.snapshot) return undefined
  return structure(reader.id, writer.id, writer.earliestOutId)
}

/** T -> reader -> writer, writer committed first. The reader is active: it, or the writer, is taking this step. */
function readerIsPivot(reader: ConflictNode, writer: ConflictNode): DangerousStructure | undefined {
  if (!writer.committed) return undefined
  for (const incoming of reader.incoming) {
    if (incoming.doomedBy !== undefined || incoming.commitSequence < writer.commitSequence) continue
    if (incoming.committed && !incoming.wrote && incoming.snapshot < writer.commitSequence) continue
    return structure(incoming.id, reader.id, writer.id)
  }
  return undefined
}

function noteOutCommit(reader: ConflictNode, writer: ConflictNode): void {
  if (writer.commitSequence >= reader.earliestOutCommit) return
  reader.earliestOutCommit = writer.commitSequence
  reader.earliestOutId = writer.id
}

function structure(incoming: TxnId, pivot: TxnId, outgoing: TxnId): DangerousStructure {
  return { kind: 'dangerous-structure', incoming, pivot, outgoing }
}
