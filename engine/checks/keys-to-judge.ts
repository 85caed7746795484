import { s, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'
import { isHealed } from './ring-store.ts'

/** How long after a key was touched it is looked at: what is under way has arrived by then. */
const RIPE: Nanos = s(3)

/** Which keys a check has yet to look at: those that were touched, and all of them once a fault is over. */
export class KeysToJudge {
  readonly #touchedAt = new Map<number, Nanos>()
  readonly #waiting = new Set<number>()
  #wasFaulty = false

  touch(key: number, now: Nanos): void {
    this.#touchedAt.set(key, now)
    this.#waiting.add(key)
  }

  /** Keys that nobody has touched for a while and that were not looked at since; none as long as faults have their effect. */
  ripe(ctx: CheckContext): number[] {
    // Not by whether one is in force: it may have come and gone since the last look.
    if (!isHealed(ctx)) {
      this.#wasFaulty = true
      return []
    }
    if (this.#wasFaulty) for (const key of this.#touchedAt.keys()) this.#waiting.add(key)
    this.#wasFaulty = false
    const ripe = [...this.#waiting].filter((key) => ctx.now - this.#touchedAt.get(key)! >= RIPE)
    for (const key of ripe) this.#waiting.delete(key)
    return ripe
  }
}
