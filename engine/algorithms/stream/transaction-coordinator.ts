import type { Nanos } from '../../lib/units.ts'

export type TransactionPhase =
  | 'empty'
  | 'ongoing'
  | 'prepare-commit'
  | 'prepare-abort'
  | 'complete-commit'
  | 'complete-abort'

/** Where a producer's transactions stand. Never changed: each step makes a new one, to be written down. */
export interface TransactionState {
  readonly transactionalId: string
  readonly producerId: number
  readonly epoch: number
  readonly phase: TransactionPhase
  /** Partitions that get a marker at the end. */
  readonly partitions: readonly number[]
  readonly startedAt: Nanos
  readonly timeoutNanos: Nanos
}
export type TransactionError = 'fenced' | 'concurrent-transactions' | 'invalid-state'
/** What came of a request. `state` is to be written down before it is answered. */
export interface TransactionStep {
  readonly error: TransactionError | null
  readonly state: TransactionState | null
}
/** Who asks. */
export interface TransactionIdentity {
  readonly transactionalId: string
  readonly producerId: number
  readonly epoch: number
}

const refused = (error: TransactionError): TransactionStep => ({ error, state: null })

/**
 * Decides the outcome of transactions over several partitions: once the decision is in its log it is carried out, whoever dies.
 * Paper: KIP-98 (a two-phase commit whose coordinator's state is a replicated log), KIP-890 (each end raises the epoch, so that
 * nothing sent before it can land after it), KIP-588 (a producer whose transaction timed out may begin anew).
 * Compare: two-phase commit with a coordinator on one machine, which blocks when that dies.
 * Cost: O(partitions) a transaction. Invariant: a decided outcome never changes.
 */
export class TransactionCoordinator {
  readonly #states = new Map<string, TransactionState>()

  constructor(
    /** Whether those who ask with an epoch that is over are turned away. */
    public options: { readonly fencing: boolean },
  ) {}

  /** Takes up what an earlier coordinator wrote down. Later states replace earlier ones. */
  restore(state: TransactionState): void {
    this.#states.set(state.transactionalId, state)
  }

  /** A producer begins, and everybody who used its name before is fenced. */
  init(now: Nanos, transactionalId: string, freshProducerId: number, timeoutNanos: Nanos): TransactionStep {
    const before = this.#states.get(transactionalId)
    if (before === undefined) {
      const fresh = { transactionalId, producerId: freshProducerId, epoch: 0, timeoutNanos, startedAt: now }
      return this.#to({ ...fresh, phase: 'empty', partitions: [] })
    }
    if (isEnding(before)) return refused('concurrent-transactions')
    if (before.phase === 'ongoing')
      return { ...this.#decide(before, false), error: 'concurrent-transactions' }
    return this.#to({ ...before, epoch: before.epoch + 1, phase: 'empty', partitions: [], timeoutNanos })
  }

  /** Partitions that the producer is about to write to. The first begins a transaction. */
  add(now: Nanos, who: TransactionIdentity, partitions: readonly number[]): TransactionStep {
    const before = this.#states.get(who.transactionalId)
    if (before === undefined || this.#isStale(before, who)) return refused('fenced')
    if (isEnding(before)) return refused('concurrent-transactions')
    const begins = before.phase !== 'ongoing'
    const already = begins ? [] : before.partitions
    return this.#to({
      ...before,
      phase: 'ongoing',
      startedAt: begins ? now : before.startedAt,
      partitions: [...new Set([...already, ...partitions])],
    })
  }

  /** The producer wants its transaction ended. Asking again for the same outcome is fine. */
  end(who: TransactionIdentity, commit: boolean): TransactionStep {
    const before = this.#states.get(who.transactionalId)
    if (before === undefined) return refused('fenced')
    const decided = before.phase === 'ongoing' ? null : isCommitting(before)
    const isRepeated = decided === commit && before.phase !== 'empty'
    if (isRepeated && who.producerId === before.producerId && who.epoch === before.epoch - 1)
      return { error: null, state: before }
    if (this.#isStale(before, who)) return refused('fenced')
    return before.phase === 'ongoing' ? this.#decide(before, commit) : refused('invalid-state')
  }

  /** All partitions have their marker. Null when somebody else has said so. */
  complete(transactionalId: string): TransactionState | null {
    const before = this.#states.get(transactionalId)
    if (before === undefined || !isEnding(before)) return null
    const phase = before.phase === 'prepare-commit' ? 'complete-commit' : 'complete-abort'
    return this.#to({ ...before, phase, partitions: [] }).state
  }

  /** Aborts transactions that have been open for too long: their producers are fenced, and readers wait no longer. */
  expire(now: Nanos): TransactionState[] {
    return [...this.#states.values()]
      .filter(({ phase, startedAt, timeoutNanos }) => phase === 'ongoing' && now - startedAt > timeoutNanos)
      .map((state) => this.#decide(state, false).state!)
  }

  /** Decided, and some partitions may lack their marker. */
  ending(): TransactionState[] {
    return [...this.#states.values()].filter(isEnding)
  }

  /** What the view draws. Reads only. */
  inspect() {
    return [...this.#states.values()].map(({ transactionalId, epoch, phase, partitions }) => ({
      transactionalId,
      epoch,
      phase,
      partitions: [...partitions],
    }))
  }

  #decide(before: TransactionState, commit: boolean): TransactionStep {
    return this.#to({
      ...before,
      epoch: before.epoch + 1,
      phase: commit ? 'prepare-commit' : 'prepare-abort',
    })
  }

  #isStale(state: TransactionState, who: TransactionIdentity): boolean {
    if (!this.options.fencing) return false
    return state.producerId !== who.producerId || state.epoch !== who.epoch
  }

  #to(state: TransactionState): TransactionStep {
    this.#states.set(state.transactionalId, state)
    return { error: null, state }
  }
}

const isEnding = ({ phase }: TransactionState): boolean =>
  phase === 'prepare-commit' || phase === 'prepare-abort'
const isCommitting = ({ phase }: TransactionState): boolean =>
  phase === 'prepare-commit' || phase === 'complete-commit'
