import type { Nanos } from '../../lib/units.ts'

/** Where a log holds a write. */
export interface LoggedWrite {
  readonly epoch: number
  readonly index: number
}

/** Somebody with a log. */
export interface LogHolder {
  holds(epoch: number, index: number): boolean
}

/** What a new leader's log lacks of what clients were told is safe. */
export interface LossReport<Write> {
  /** Oldest first. */
  readonly lost: readonly Write[]
  readonly keptWrites: number
  /** Recovery point: from the last acknowledged write before the loss to the last that was lost; 0 when none was lost. */
  readonly recoveryPointNanos: Nanos
}

/**
 * Remembers every acknowledged write of a shipped log, and says what a failover lost: the all-seeing measure of the
 * recovery point (RPO), beside what a deposed leader itself can find when it rejoins.
 * Paper: none; RPO as in Keeton et al., "Designing for disasters" (2004). Compare: lag at the time of the failure (an
 * upper bound, and only as seen by a leader that is gone). Cost: O(1) a write, O(remembered) an audit.
 * Invariant: a write is counted as lost at most once, and only if the leader's log does not hold it.
 */
export class LossLedger<Write extends LoggedWrite = LoggedWrite> {
  #writes: { readonly write: Write; readonly at: Nanos }[] = []
  /** When the newest of the forgotten writes was acknowledged. */
  #forgottenAt: Nanos = 0

  /** How many writes are remembered. */
  get size(): number {
    return this.#writes.length
  }

  /** A client was told that its write is safe. `at` is true time, in order. */
  acknowledge(at: Nanos, write: Write): void {
    this.#writes.push({ write, at })
  }

  /** A replica has become leader: what of the acknowledged writes does its log not hold? */
  audit(leader: LogHolder): LossReport<Write> {
    const isKept = ({ write }: { write: Write }) => leader.holds(write.epoch, write.index)
    const firstLost = this.#writes.findIndex((each) => !isKept(each))
    if (firstLost < 0) return { lost: [], keptWrites: this.#writes.length, recoveryPointNanos: 0 }
    const keptAt = firstLost === 0 ? this.#forgottenAt : this.#writes[firstLost - 1].at
    const lost = this.#writes.filter((each) => !isKept(each))
    this.#writes = this.#writes.filter(isKept)
    const recoveryPointNanos = lost[lost.length - 1].at - keptAt
    return { lost: lost.map(({ write }) => write), keptWrites: this.#writes.length, recoveryPointNanos }
  }

  /** Forgets the oldest writes as long as all of `replicas` hold them: those cannot be lost any more. Gives how many are left. */
  forgetHeldBy(replicas: readonly LogHolder[]): number {
    const safe = this.#writes.findIndex(
      ({ write }) => !replicas.every((replica) => replica.holds(write.epoch, write.index)),
    )
    this.#forget(safe < 0 ? this.#writes.length : safe)
    return this.#writes.length
  }

  /** Forgets all but the newest `most`, as if they were safe: memory has its bounds. */
  keepNewest(most: number): void {
    this.#forget(this.#writes.length - most)
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { rememberedWrites: this.#writes.length } as const
  }

  #forget(count: number): void {
    if (count <= 0) return
    this.#forgottenAt = this.#writes[count - 1].at
    this.#writes.splice(0, count)
  }
}
