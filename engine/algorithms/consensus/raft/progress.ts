import type { Nanos } from '../../../lib/units.ts'

/**
 * What a leader knows of one member's log. `probe`: where it agrees with ours is being found out, one message at a time;
 * `replicate`: entries are sent ahead of their confirmation; `snapshot`: it is getting the state instead.
 */
export class Progress {
  mode: 'probe' | 'replicate' | 'snapshot' = 'probe'
  /** The next entry to send. */
  next: number
  /** A probe is out, and nothing more is sent before its answer or the next heartbeat. */
  waits = false
  /** Up to where the snapshot under way reaches. */
  snapshotIndex = 0
  snapshotAt: Nanos = 0
  sentAt: Nanos = -Infinity

  constructor(
    readonly member: number,
    next: number,
  ) {
    this.next = next
  }

  /** Its log agrees with ours up to `match`. */
  agrees(match: number): void {
    const done = this.mode === 'snapshot' ? match >= this.snapshotIndex : match >= this.next - 1
    if (done) this.mode = 'replicate'
    if (match >= this.next) this.next = match + 1
    this.waits = false
  }

  /** Its log does not agree: begin anew at `next`. */
  probeFrom(next: number): void {
    this.mode = 'probe'
    this.next = next
    this.waits = false
  }

  beginSnapshot(index: number, now: Nanos): void {
    this.mode = 'snapshot'
    this.snapshotIndex = index
    this.snapshotAt = now
  }
}
