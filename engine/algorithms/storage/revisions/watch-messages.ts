import type { RevisionEvent } from './revision-command.ts'

/** A watching program asks for all changes after `after`; -1: from now on, whatever was before. */
export interface WatchOpen {
  readonly type: 'watch-open'
  readonly watchers: readonly number[]
  readonly after: number
}
/** All changes after `previous` up to and with `upTo`, for those who have seen everything before. */
export interface WatchEvents {
  readonly type: 'watch-events'
  /** null: everyone on this connection who is up to date. */
  readonly watchers: readonly number[] | null
  readonly previous: number
  readonly upTo: number
  readonly events: readonly RevisionEvent[]
}
/** What they ask for is compacted: here is how everything stands at a revision, to go on from there. */
export interface WatchCompacted {
  readonly type: 'watch-compacted'
  readonly watchers: readonly number[]
  readonly compacted: number
  readonly revision: number
  readonly values: readonly (readonly [string, RevisionEvent['value']])[]
}
/** The server is there, has a leader, and has told everything up to a revision. */
export interface WatchProgress {
  readonly type: 'watch-progress'
  readonly revision: number
}
export type WatchMessage = WatchOpen | WatchEvents | WatchCompacted | WatchProgress
