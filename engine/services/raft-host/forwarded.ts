import type { Nanos } from '../../lib/units.ts'
import type { Done } from './replicated.ts'

interface Passed<Result> {
  readonly id: number
  readonly until: Nanos
  readonly done: Done<Result>
}

/** Commands that were passed on to the leader. Its answer may never come. */
export class Forwarded<Result> {
  readonly #byId = new Map<number, Passed<Result>>()

  add(id: number, until: Nanos, done: Done<Result>): void {
    this.#byId.set(id, { id, until, done })
  }

  /** The leader's answer; none but the first counts. */
  take(id: number): Done<Result> | null {
    const passed = this.#byId.get(id)
    this.#byId.delete(id)
    return passed?.done ?? null
  }

  /** Gives up those whose answer is overdue: the commands may have happened. */
  expire(now: Nanos): void {
    for (const { id, until, done } of this.#byId.values()) {
      if (until > now) return
      this.#byId.delete(id)
      done(null, 'no-quorum')
    }
  }
}
