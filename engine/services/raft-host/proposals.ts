import type { Nanos } from '../../lib/units.ts'
import type { Done } from './replicated.ts'

interface Proposal<Result> {
  readonly term: number
  readonly askedAt: Nanos
  readonly done: Done<Result>
}

/** Commands that were proposed here and stand in the log, waiting to be committed. */
export class Proposals<Result> {
  readonly #byIndex = new Map<number, Proposal<Result>>()

  get size(): number {
    return this.#byIndex.size
  }

  add(index: number, term: number, askedAt: Nanos, done: Done<Result>): void {
    // Of what stood there before nothing is known until something is committed there: it has lost its place.
    this.#byIndex.get(index)?.done(null, 'no-quorum')
    this.#byIndex.set(index, { term, askedAt, done })
  }

  /** An entry was applied: since when it had been waited for, or -1 when nobody did. */
  applied(index: number, term: number, result: Result): Nanos {
    const proposal = this.#byIndex.get(index)
    if (proposal === undefined) return -1
    this.#byIndex.delete(index)
    if (proposal.term === term) {
      proposal.done(result, null)
      return proposal.askedAt
    }
    // Another command is committed in its place: it certainly never will be.
    proposal.done(null, 'not-leader')
    return -1
  }

  /** A snapshot has taken the place of everything up to `index`: what became of those commands cannot be told. */
  skipped(index: number): void {
    for (const [at, { done }] of this.#byIndex) {
      if (at > index) continue
      this.#byIndex.delete(at)
      done(null, 'no-quorum')
    }
  }
}
