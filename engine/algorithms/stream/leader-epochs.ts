import { assert } from '../../lib/assert.ts'

/** Where a leader's reign begins in the log. */
export interface EpochStart {
  readonly epoch: number
  readonly startOffset: number
}

/** The last epoch known up to one that was asked for, and the offset at which the next one begins. */
export interface EpochEnd {
  readonly epoch: number
  readonly endOffset: number
}

/**
 * Which leader's records stand where: what two replicas compare to find the point at which their logs part.
 * Paper: KIP-101 and KIP-279 (Kafka): truncation by leader epoch instead of by high watermark. Compare: Raft's log matching by
 * (index, term), which asks entry by entry. Cost: O(log epochs) a question, one entry a leader. Invariant: epochs and start
 * offsets both ascend.
 */
export class LeaderEpochs {
  #starts: EpochStart[] = []

  get latest(): number {
    return this.#starts.at(-1)?.epoch ?? 0
  }
  get starts(): readonly EpochStart[] {
    return this.#starts
  }

  /** `epoch` begins at `startOffset`, unless it has begun already. */
  assign(epoch: number, startOffset: number): void {
    if (epoch <= this.latest) return
    assert((this.#starts.at(-1)?.startOffset ?? 0) <= startOffset, 'a later epoch begins later in the log')
    this.#starts.push({ epoch, startOffset })
  }

  /** Where the records of `epoch`, or of the last one before it, end in a log that ends at `logEnd`. */
  endOf(epoch: number, logEnd: number): EpochEnd {
    let at = this.#starts.length - 1
    while (at >= 0 && this.#starts[at].epoch > epoch) at--
    const next = this.#starts[at + 1] as EpochStart | undefined
    return { epoch: at < 0 ? 0 : this.#starts[at].epoch, endOffset: next?.startOffset ?? logEnd }
  }

  /** The log was cut off at `offset`: what began there or later has not begun. */
  truncateTo(offset: number): void {
    while (this.#starts.length > 0 && this.#starts.at(-1)!.startOffset >= offset) this.#starts.pop()
  }

  /** What the view draws. Reads only. */
  inspect(): EpochStart[] {
    return this.#starts.slice()
  }
}
