import { s, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'
import { allReplicas, type ProposedWrite } from './replicated-store.ts'

/** A key at rest for this long has reached every replica, as far as links allow. */
const QUIET: Nanos = s(5)
/** After the last fault was lifted, logs, hints and comparisons get this long to do their work. */
const CALM: Nanos = s(15)

/** Knows the keys that everybody ought to agree on, while writes to others go on. */
export class SettledKeys {
  /** What checks of keys at rest wait for. */
  static readonly NEEDS = { calmNanos: CALM, restNanos: QUIET } as const
  readonly #touchedAt = new Map<number, Nanos>()
  #generation = 0
  /** Who votes in a group, and since when these do: who has come back gets as long as after a fault. */
  #voters = ''
  #votersSince: Nanos = 0

  /** A write to a key has reached a replica. True when it belongs to a new life of the store, which begins empty. */
  touch({ generation, key, atNanos }: Pick<ProposedWrite, 'generation' | 'key' | 'atNanos'>): boolean {
    const anew = generation > this.#generation
    if (anew) {
      this.#generation = generation
      this.#touchedAt.clear()
    }
    if (generation === this.#generation) this.#touchedAt.set(key, atNanos)
    return anew
  }

  /** Whether a fact is of the present life of the store. */
  isPresent(generation: number): boolean {
    return generation === this.#generation
  }

  /** Whether all running replicas are in the life of the store that the keys are of: a new one may have begun without a write. */
  isShared(ctx: CheckContext): boolean {
    return allReplicas(ctx).every(({ id, state }) => !ctx.isUp(id) || state.generation === this.#generation)
  }

  /** Keys that were written and are at rest; none while a fault is in force or has just been lifted. */
  settled(ctx: CheckContext): number[] {
    const voters = ctx.nodesOf('replica').filter((id) => ctx.params(id).votes !== false)
    if (voters.join() !== this.#voters) {
      if (this.#voters !== '') this.#votersSince = ctx.now
      this.#voters = voters.join()
    }
    const isChanging = this.#votersSince > 0 && ctx.now - this.#votersSince < CALM
    if (isChanging || ctx.calmNanos < CALM || !this.isShared(ctx)) return []
    return [...this.#touchedAt].filter(([, touchedAt]) => ctx.now - touchedAt >= QUIET).map(([key]) => key)
  }
}
