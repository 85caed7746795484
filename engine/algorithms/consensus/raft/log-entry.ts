import type { Configuration } from './configuration.ts'

/** One line of the log. Never changed once made: logs, messages and disks of one group share them. */
export interface LogEntry<Command> {
  readonly index: number
  /** Of the leader that made it. */
  readonly term: number
  /** What the state machine is to do; null for what only Raft itself understands. */
  readonly command: Command | null
  /** The group from here on; null for all other entries. */
  readonly configuration: Configuration | null
  /** What it weighs on links and disks. */
  readonly sizeBytes: number
}

/** The state machine after an entry, in place of all entries up to it. */
export interface Snapshot<State = unknown> {
  readonly index: number
  readonly term: number
  readonly configuration: Configuration
  readonly state: State
  readonly sizeBytes: number
}
