import type { Values } from '../values.ts'
import { FRONTIER, type FrameStack, STATE } from './frame-stack.ts'
import type { ObjectHistory } from './object-history.ts'
import type { PendingSteps } from './pending-steps.ts'
import type { SequentialObject } from './sequential-object.ts'

/**
 * Gives up early on a state that no longer leads to what the next observation saw, when nothing can overwrite it before.
 * Without it, the order of appends would be found wrong only at the next read, after trying the ones in between in vain.
 */
export class ComingObservations {
  readonly #history: ObjectHistory
  readonly #values: Values
  readonly #mayLeadTo: NonNullable<SequentialObject['mayLeadTo']>
  /** At each place of the history: where the next observation returns. */
  readonly #next: Int32Array
  /** At each place: how many overwriting steps were called before. */
  readonly #overwrites: Int32Array
  readonly #last: number

  /** `last`: observations that return from there on are not looked at. */
  constructor(
    mayLeadTo: NonNullable<SequentialObject['mayLeadTo']>,
    history: ObjectHistory,
    values: Values,
    last: number,
  ) {
    const { events, steps } = history
    this.#history = history
    this.#values = values
    this.#mayLeadTo = mayLeadTo
    this.#last = last
    this.#next = new Int32Array(events.length + 1).fill(events.length)
    this.#overwrites = new Int32Array(events.length + 1)
    for (let at = events.length - 1; at >= 0; at--) {
      const observes = events[at] % 2 === 1 && steps[events[at] >> 1].effect === 'observe'
      this.#next[at] = observes ? at : this.#next[at + 1]
    }
    for (const [at, event] of events.entries()) {
      const overwrites = event % 2 === 0 && steps[event >> 1].effect === 'overwrite'
      this.#overwrites[at + 1] = this.#overwrites[at] + (overwrites ? 1 : 0)
    }
  }

  /** Whether the top frame's state may still be explained. */
  allow(frames: FrameStack, pending: PendingSteps): boolean {
    const { callAt, events, slot, steps } = this.#history
    const frontier = frames.cells[frames.top + FRONTIER]
    let at = this.#next[frontier]
    while (at < this.#last && callAt[events[at] >> 1] < frontier && frames.isUsed(slot[events[at] >> 1])) {
      at = this.#next[at + 1]
    }
    if (at >= this.#last) return true
    if (this.#overwrites[at] > this.#overwrites[frontier] || pending.mayOverwrite(frames)) return true
    return this.#mayLeadTo(frames.cells[frames.top + STATE], steps[events[at] >> 1], this.#values)
  }
}
