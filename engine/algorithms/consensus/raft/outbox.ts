import type { LogEntry, Snapshot } from './log-entry.ts'
import type { RaftMessage } from './messages.ts'
import type { Outgoing, Output, Persist, RaftNotice, RaftRefusal, ReadyRead, RefusedRead } from './output.ts'
import type { RaftLog } from './raft-log.ts'

/** Addresses, term, positions. */
const HEADER_BYTES = 64
/** A term and a vote, or what stands around an entry. */
const RECORD_BYTES = 24

const NONE: readonly never[] = []
const NOTHING: Output<never> = Object.freeze({
  sendFirst: NONE,
  restore: null,
  committed: NONE,
  reads: NONE,
  refusedReads: NONE,
  persist: null,
  send: NONE,
  notices: NONE,
})

/** Collects what one call of the machine asks of its host. Allocates nothing for a call that asks nothing. */
export class RaftOutbox<Command> {
  #sendFirst: Outgoing<Command>[] = []
  #send: Outgoing<Command>[] = []
  #reads: ReadyRead[] = []
  #refusedReads: RefusedRead[] = []
  #notices: RaftNotice[] = []
  #committed: readonly LogEntry<Command>[] = NONE
  #restore: Snapshot | null = null
  #snapshot: Snapshot | null = null
  #hardState = false
  /** The lowest index that has changed; 0: none. */
  #from = 0
  #compactTo = 0
  #empty = true

  /** Term or vote have changed. */
  hardState(): void {
    this.#hardState = true
    this.#empty = false
  }
  /** The log has changed from `index` on. */
  changed(index: number): void {
    if (this.#from === 0 || index < this.#from) this.#from = index
    this.#empty = false
  }
  keep(snapshot: Snapshot, compactTo: number): void {
    this.#snapshot = snapshot
    this.#compactTo = compactTo
    this.#empty = false
  }
  install(snapshot: Snapshot): void {
    this.#snapshot = this.#restore = snapshot
    this.#empty = false
  }
  /** May leave before anything is durable: what it says stands without it. */
  sendFirst(to: number, message: RaftMessage<Command>): void {
    this.#sendFirst.push({ to, message, sizeBytes: sizeOf(message) })
    this.#empty = false
  }
  send(to: number, message: RaftMessage<Command>): void {
    this.#send.push({ to, message, sizeBytes: sizeOf(message) })
    this.#empty = false
  }
  committed(entries: readonly LogEntry<Command>[]): void {
    this.#committed = entries
    this.#empty = false
  }
  read(requestId: number, index: number): void {
    this.#reads.push({ requestId, index })
    this.#empty = false
  }
  refuseRead(requestId: number, reason: RaftRefusal): void {
    this.#refusedReads.push({ requestId, reason })
    this.#empty = false
  }
  notice(notice: RaftNotice): void {
    this.#notices.push(notice)
    this.#empty = false
  }

  /** Hands over what was collected, and starts anew. */
  take(term: number, vote: number, log: RaftLog<Command>): Output<Command> {
    if (this.#empty) return NOTHING
    const output: Output<Command> = {
      sendFirst: handedOver(this.#sendFirst),
      restore: this.#restore,
      committed: this.#committed,
      reads: handedOver(this.#reads),
      refusedReads: handedOver(this.#refusedReads),
      persist: this.#persist(term, vote, log),
      send: handedOver(this.#send),
      notices: handedOver(this.#notices),
    }
    if (this.#sendFirst.length > 0) this.#sendFirst = []
    if (this.#send.length > 0) this.#send = []
    if (this.#reads.length > 0) this.#reads = []
    if (this.#refusedReads.length > 0) this.#refusedReads = []
    if (this.#notices.length > 0) this.#notices = []
    this.#committed = NONE
    this.#empty = true
    return output
  }

  #persist(term: number, vote: number, log: RaftLog<Command>): Persist<Command> | null {
    if (!this.#hardState && this.#from === 0 && this.#snapshot === null) return null
    const from = this.#from
    const snapshot = this.#snapshot
    const installed = this.#restore !== null
    const entries = from === 0 ? NONE : log.slice(from, log.lastIndex)
    const bytes = RECORD_BYTES + bytesOf(entries) + (snapshot?.sizeBytes ?? 0)
    const persist = { term, vote, from, entries, snapshot, installed, compactTo: this.#compactTo, bytes }
    this.#hardState = false
    this.#from = 0
    this.#compactTo = 0
    this.#snapshot = this.#restore = null
    return persist
  }
}

/** An empty list stays here and is filled later: nobody else may hold it. */
const handedOver = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : list)

function bytesOf(entries: readonly LogEntry<unknown>[]): number {
  let bytes = 0
  for (const { sizeBytes } of entries) bytes += RECORD_BYTES + sizeBytes
  return bytes
}

function sizeOf(message: RaftMessage<unknown>): number {
  if (message.type === 'append') return HEADER_BYTES + bytesOf(message.entries)
  return message.type === 'snapshot' ? HEADER_BYTES + message.snapshot.sizeBytes : HEADER_BYTES
}
