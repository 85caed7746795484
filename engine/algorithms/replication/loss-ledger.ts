import type { Nanos } from '../../lib/units.ts'

/** What a new leader's log lacks of what clients were told is safe. */
export interface LossReport {
  readonly lostWrites: number
  readonly keptWrites: number
  /** Recovery point: from the last acknowledged write that was kept to the last that was lost; 0 when none was lost. */
  readonly recoveryPointNanos: Nanos
}

interface AcknowledgedWrite {
  readonly epoch: number
  readonly index: number
  readonly at: Nanos
}

/**
 * Remembers every acknowledged write of a shipped log, and says what a failover lost: the all-seeing measure of the
 * recovery point (RPO), beside what a deposed leader itself can find when it rejoins.
 * Paper: none; RPO as in Keeton et al., "Designing for disasters" (2004). Compare: lag at the time of the failure (an
 * upper bound, and only as seen by a leader that is gone). Cost: O(1) a write, O(remembered) an audit.
 * Invariant: a write is counted as lost at most once, and only if the leader's log does not hold it.
 */
export class LossLedger {
  #writes: AcknowledgedWrite[] = []
  #lastForgottenAt: Nanos = 0

  /** A client was told that its write is safe. `at` is true time, in order. */
  acknowledge(at: Nanos, epoch: number, index: number): void {
    this.#writes.push({ epoch, index, at })
  }

  /** A replica has become leader: what of the acknowledged writes does its log not hold? */
  audit(leader: { holds(epoch: number, index: number): boolean }): LossReport {
    const kept = this.#writes.filter(({ epoch, index }) => leader.holds(epoch, index))
    const lostWrites = this.#writes.length - kept.length
    const keptAt = kept.at(-1)?.at ?? this.#lastForgottenAt
    const lostAt =
      lostWrites > 0 ? (this.#writes.findLast((write) => !kept.includes(write))?.at ?? keptAt) : keptAt
    this.#writes = kept
    return { lostWrites, keptWrites: kept.length, recoveryPointNanos: Math.max(0, lostAt - keptAt) }
  }

  /** All members hold the log up to `index`: nothing up to there can be lost any more. */
  forget(index: number): void {
    const kept = this.#writes.filter((write) => write.index > index)
    if (kept.length === this.#writes.length) return
    this.#lastForgottenAt =
      this.#writes.findLast((write) => write.index <= index)?.at ?? this.#lastForgottenAt
    this.#writes = kept
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { rememberedWrites: this.#writes.length } as const
  }
}
