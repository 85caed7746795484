import type { Nanos } from '../lib/units.ts'
import type { Seatable } from './scheduler.ts'
import type { Station } from './station.ts'

/**
 * What a station serves: a call handled by plain functions, or a process that reads top to bottom.
 * It waits in one station at a time, so the waiting is kept here and costs no object of its own.
 */
export interface Activity extends Seatable {
  /** Where it waits or is served now. */
  station: Station | null
  enqueuedAt: Nanos
  startedAt: Nanos
  /** The work asked for, before any slow-down. */
  workNanos: Nanos
  /** When the work will be done, as far as known. */
  doneAt: Nanos
  /** How long the node had been paused in all when that was worked out: paused time is not worked. */
  pausedNanosBefore: Nanos
  /** The life of the node in which the work began. */
  workIncarnation: number
  /** Held servers are released by the service itself, not at the end of a piece of work. */
  holds: boolean
  /** Smaller goes first in a priority queue. */
  readonly priority: number
  /** Past this instant nobody waits for the answer; Infinity when there is none. */
  readonly deadline: Nanos
  /** An event for it was scheduled: it is not reused before that has fired. */
  pin(): void
  /** The server is his (a hold), or the work is done. */
  granted(): void
  /** The queue gave up on him. */
  refused(reason: 'queue-full' | 'deadline-exceeded'): void
  /** Notes time spent, up to now. */
  addSpan(kind: SpanKind, lastedNanos: Nanos): void
}

/** What time was spent on. */
export const SPAN_KINDS = ['network', 'queue', 'service', 'lock', 'retry'] as const
export type SpanKind = (typeof SPAN_KINDS)[number]

/** Events that happen to an activity. */
export const WORK_DONE = 1
export const WAKE = 2
