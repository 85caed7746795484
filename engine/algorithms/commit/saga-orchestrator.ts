import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { EndedBelow } from './ended-below.ts'
import {
  NO_SAGA_OUTPUT,
  type SagaId,
  type SagaMessage,
  type SagaNotice,
  type SagaOutcome,
  type SagaOutput,
} from './saga-messages.ts'

export interface SagaOrchestratorOptions {
  /** An unanswered request is sent again after this long. */
  readonly resendNanos: Nanos
  /** A step that has not been answered after so many tries is given up on, and taken back: it may have happened. */
  readonly tries: number
  /** False: a compensation is tried once, and the saga is left as it is when that fails. What naive orchestrators do. */
  readonly retriesCompensations?: boolean
}

interface Progress {
  /** Who takes each step. */
  readonly steps: readonly number[]
  /** The step under way. */
  at: number
  direction: 'forward' | 'back'
}

/** What of an orchestrator survives a crash: sagas that are not over. Changed in place. */
export interface SagaOrchestratorDurable {
  readonly sagas: Map<SagaId, Progress>
}

interface Attempt {
  tries: number
  sentAt: Nanos
}

/**
 * A saga: a long transaction as a row of short ones, each with a compensation. A step that is refused, or silent for too
 * long, turns it back: what was done is undone in reverse order, and compensations are sent until they are confirmed. Its
 * place is in the log before anything is sent, so that a crash only repeats.
 * Paper: Garcia-Molina and Salem, "Sagas" (1987). Compare: two-phase commit (isolated, and blocks), the source's loop in
 * memory (forgets where it was, and does not take back the step whose outcome it does not know).
 * Cost: a round trip and a log record a step. Invariant: every saga ends with all steps done or all undone; in between
 * others see it half done.
 */
export class SagaOrchestrator {
  readonly #options: SagaOrchestratorOptions
  readonly #sagas: Map<SagaId, Progress>
  readonly #attempts = new Map<SagaId, Attempt>()
  readonly #ended = new EndedBelow()
  #persistRecords = 0
  #send: { to: number; message: SagaMessage }[] = []
  #notices: SagaNotice[] = []

  static durable(): SagaOrchestratorDurable {
    return { sagas: new Map() }
  }

  constructor(options: SagaOrchestratorOptions, durable: SagaOrchestratorDurable) {
    this.#options = options
    this.#sagas = durable.sagas
    for (const saga of this.#sagas.keys()) this.#attempts.set(saga, { tries: 0, sentAt: -Infinity })
  }

  /** How many sagas are under way. */
  get open(): number {
    return this.#sagas.size
  }

  begin(now: Nanos, saga: SagaId, steps: readonly number[]): SagaOutput {
    assert(steps.length > 0, 'a saga has at least one step')
    assert(!this.#sagas.has(saga), 'a saga begins once')
    this.#sagas.set(saga, { steps, at: 0, direction: 'forward' })
    this.#enter(now, saga)
    return this.#take()
  }

  receive(now: Nanos, message: SagaMessage): SagaOutput {
    const { saga, step, type } = message
    const progress = this.#sagas.get(saga)
    if (progress === undefined || progress.at !== step) return NO_SAGA_OUTPUT
    if (progress.direction === 'back') {
      if (type === 'undone') this.#back(now, saga, progress)
    } else if (type === 'done') this.#forward(now, saga, progress)
    else if (type === 'refused') {
      this.#turn(saga, step, 'refused', progress)
      this.#back(now, saga, progress)
    }
    return this.#take()
  }

  tick(now: Nanos): SagaOutput {
    const { resendNanos, tries, retriesCompensations } = this.#options
    for (const [saga, progress] of this.#sagas) {
      const attempt = this.#attempts.get(saga)!
      if (now - attempt.sentAt < resendNanos) continue
      const forward = progress.direction === 'forward'
      if (forward && attempt.tries >= tries) {
        this.#turn(saga, progress.at, 'silence', progress)
        this.#enter(now, saga)
      } else if (!forward && retriesCompensations === false && attempt.tries > 0) this.#end(saga, 'abandoned')
      else this.#sendStep(now, saga, progress, attempt)
    }
    return this.#take()
  }

  inspect() {
    return {
      open: [...this.#sagas].map(([saga, { at, direction, steps }]) => ({
        saga,
        step: at + 1,
        of: steps.length,
        direction,
        tries: this.#attempts.get(saga)!.tries,
      })),
    } as const
  }

  #forward(now: Nanos, saga: SagaId, progress: Progress): void {
    progress.at++
    if (progress.at === progress.steps.length) this.#end(saga, 'completed')
    else this.#enter(now, saga)
  }

  #turn(saga: SagaId, step: number, why: 'refused' | 'silence', progress: Progress): void {
    progress.direction = 'back'
    this.#notices.push({ type: 'turned-back', saga, step, why })
  }

  #back(now: Nanos, saga: SagaId, progress: Progress): void {
    progress.at--
    if (progress.at < 0) this.#end(saga, 'compensated')
    else this.#enter(now, saga)
  }

  #enter(now: Nanos, saga: SagaId): void {
    const attempt = { tries: 0, sentAt: now }
    this.#attempts.set(saga, attempt)
    this.#persistRecords++
    this.#sendStep(now, saga, this.#sagas.get(saga)!, attempt)
  }

  #sendStep(now: Nanos, saga: SagaId, { steps, at, direction }: Progress, attempt: Attempt): void {
    attempt.tries++
    attempt.sentAt = now
    const endedBelow = this.#ended.among(this.#sagas, saga)
    this.#send.push({
      to: steps[at],
      message: { type: direction === 'forward' ? 'do' : 'undo', saga, step: at, endedBelow },
    })
  }

  #end(saga: SagaId, outcome: SagaOutcome): void {
    this.#sagas.delete(saga)
    this.#attempts.delete(saga)
    this.#persistRecords++
    this.#notices.push({ type: 'ended', saga, outcome })
  }

  #take(): SagaOutput {
    const output = { persistRecords: this.#persistRecords, send: this.#send, notices: this.#notices }
    if (output.persistRecords + output.send.length + output.notices.length === 0) return NO_SAGA_OUTPUT
    this.#persistRecords = 0
    this.#send = []
    this.#notices = []
    return output
  }
}
