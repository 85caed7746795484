import type { Configuration } from './configuration.ts'
import type { LogEntry, Snapshot } from './log-entry.ts'
import type { Persist } from './output.ts'

/** What survives a crash. */
export interface RaftDisk<Command> {
  term: number
  /** Who got the vote of this term, or -1. */
  vote: number
  snapshot: Snapshot
  baseIndex: number
  baseTerm: number
  /** Those after the base. */
  entries: LogEntry<Command>[]
}

/** The disk of a server that has never run; all first members begin with the same configuration and state. */
export function blankDisk<Command>(configuration: Configuration, state: unknown): RaftDisk<Command> {
  const snapshot = { index: 0, term: 0, configuration, state, sizeBytes: 0 }
  return { term: 0, vote: -1, snapshot, baseIndex: 0, baseTerm: 0, entries: [] }
}

/** Makes `persist` durable. */
export function writeToDisk<Command>(disk: RaftDisk<Command>, persist: Persist<Command>): void {
  const { snapshot } = persist
  disk.term = persist.term
  disk.vote = persist.vote
  if (snapshot !== null) {
    disk.snapshot = snapshot
    if (persist.installed) {
      disk.baseIndex = snapshot.index
      disk.baseTerm = snapshot.term
      disk.entries = []
    }
  }
  if (persist.from > 0) {
    disk.entries.length = Math.min(disk.entries.length, persist.from - disk.baseIndex - 1)
    for (const entry of persist.entries) disk.entries.push(entry)
  }
  if (persist.compactTo > disk.baseIndex) {
    const dropped = persist.compactTo - disk.baseIndex
    disk.baseTerm = disk.entries[dropped - 1].term
    disk.baseIndex = persist.compactTo
    disk.entries = disk.entries.slice(dropped)
  }
}
