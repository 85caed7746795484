import type { Nanos } from '../../lib/units.ts'
import type { OperationLog, ReplicatedOperation } from './operation-log.ts'
import type { Outbox } from './outbox.ts'

export interface OriginOrderOptions<Operation extends ReplicatedOperation> {
  readonly members: number
  readonly log: OperationLog<Operation>
  /** Told of operations that are held back for their timestamps. */
  readonly outbox: Pick<Outbox<never>, 'notice'>
}

/** More that overtook their predecessors are dropped: they will be sent again. */
const MOST_WAITING = 8_192

/**
 * Puts the operations of each origin into their order, each once, and holds back those whose timestamp is further ahead
 * than is believed, until their time comes.
 * Paper: none; sequence numbers as in any FIFO broadcast (Hadzilacos and Toueg 1993). Compare: `OperationExchange` with a
 * link that keeps order (needs none of this). Cost: O(1) an operation. Invariant: what is released is exactly what the
 * log says to come next, and is in the log.
 */
export class OriginOrder<Operation extends ReplicatedOperation> {
  readonly #options: OriginOrderOptions<Operation>
  readonly #waiting: Map<number, Operation>[]
  /** By origin: the operation that was last held back for its timestamp. */
  readonly #heldBack: number[]

  constructor(options: OriginOrderOptions<Operation>) {
    this.#options = options
    this.#waiting = Array.from({ length: options.members }, () => new Map<number, Operation>())
    this.#heldBack = Array<number>(options.members).fill(0)
  }

  /** Takes in operations of one origin, and gives all that are now next. Later stamps than `latestNanos` must wait. */
  receive(operations: readonly Operation[], latestNanos: Nanos): Operation[] {
    if (operations.length === 0) return []
    const { origin } = operations[0]
    const waiting = this.#waiting[origin]
    for (const operation of operations) {
      if (operation.sequence <= this.#options.log.have[origin] || waiting.size >= MOST_WAITING) continue
      waiting.set(operation.sequence, operation)
    }
    const released: Operation[] = []
    this.#releaseOf(origin, latestNanos, released)
    return released
  }

  /** Gives what had to wait for its time, and need not any longer. */
  release(latestNanos: Nanos): Operation[] {
    const released: Operation[] = []
    for (const [origin, waiting] of this.#waiting.entries()) {
      if (waiting.size > 0) this.#releaseOf(origin, latestNanos, released)
    }
    return released
  }

  /** Forgets what the log has in the meantime. */
  forgetOld(): void {
    for (const [origin, waiting] of this.#waiting.entries()) {
      for (const sequence of waiting.keys())
        if (sequence <= this.#options.log.have[origin]) waiting.delete(sequence)
    }
  }

  /** By origin: how many wait. */
  waiting(): number[] {
    return this.#waiting.map((waiting) => waiting.size)
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { waiting: this.waiting() } as const
  }

  #releaseOf(origin: number, latestNanos: Nanos, released: Operation[]): void {
    const { log } = this.#options
    const waiting = this.#waiting[origin]
    for (;;) {
      const next = waiting.get(log.have[origin] + 1)
      if (next === undefined) return
      if (next.stamp.physicalNanos > latestNanos) {
        this.#holdBack(next, latestNanos)
        return
      }
      waiting.delete(next.sequence)
      log.append(next)
      released.push(next)
    }
  }

  #holdBack({ origin, sequence, stamp }: Operation, latestNanos: Nanos): void {
    if (this.#heldBack[origin] >= sequence) return
    this.#heldBack[origin] = sequence
    const beyondNanos = stamp.physicalNanos - latestNanos
    this.#options.outbox.notice({ type: 'clock-refused', origin, beyondNanos })
  }
}
