import {
  NO_SAGA_OUTPUT,
  type SagaId,
  type SagaMessage,
  type SagaNotice,
  type SagaOutput,
} from './saga-messages.ts'

export interface SagaStepOptions {
  /** False: every request is carried out, as often as it comes. What naive services do. */
  readonly idempotent?: boolean
}

type Mark = 'done' | 'undone' | 'refused'

/** What of a service that takes steps survives a crash: what it did for whom, of sagas that are not over. Changed in place. */
export interface SagaStepDurable {
  /** All that began before is over. */
  endedBelow: SagaId
  /** By saga, then by step. */
  readonly marks: Map<SagaId, Map<number, Mark>>
}

/**
 * A service that takes steps of sagas, each once however often it is asked, and takes them back once. A compensation that
 * arrives before its step leaves a mark, so that the step that comes late is refused.
 * Paper: Garcia-Molina and Salem, "Sagas" (1987); remembered requests: Helland, "Life beyond distributed transactions"
 * (2007). Compare: carrying out whatever comes (pays twice). Cost: O(1) and a log record a request.
 * Invariant: of one step of one saga the effect is there once or not at all; once taken back it never comes again.
 */
export class SagaStep {
  readonly #options: SagaStepOptions
  readonly #durable: SagaStepDurable
  readonly #marks: Map<SagaId, Map<number, Mark>>

  static durable(): SagaStepDurable {
    return { endedBelow: 0, marks: new Map() }
  }

  constructor(options: SagaStepOptions, durable: SagaStepDurable) {
    this.#options = options
    this.#durable = durable
    this.#marks = durable.marks
  }

  /** `able`: whether the step could be taken now. The notice says what has to be done or taken back. */
  receive(from: number, message: SagaMessage, able: boolean): SagaOutput {
    const { saga, step, type } = message
    if (type !== 'do' && type !== 'undo') return NO_SAGA_OUTPUT
    this.#forgetBelow(message.endedBelow)
    const remembers = this.#options.idempotent !== false
    // A late copy, of what its orchestrator has brought to an end.
    if (remembers && saga < this.#durable.endedBelow) return NO_SAGA_OUTPUT
    const before = remembers ? this.#marks.get(saga)?.get(step) : undefined
    const after: Mark = type === 'undo' ? 'undone' : (before ?? (able ? 'done' : 'refused'))
    const notices = this.#effect(type, before, after, saga, step)
    if (after !== before) this.#mark(saga, step, after)
    const reply = type === 'do' && after === 'undone' ? 'refused' : after
    return {
      persistRecords: after === before ? 0 : 1,
      send: [{ to: from, message: { type: reply, saga, step } }],
      notices,
    }
  }

  inspect() {
    return { sagas: this.#marks.size } as const
  }

  #forgetBelow(saga: SagaId): void {
    const durable = this.#durable
    for (; durable.endedBelow < saga; durable.endedBelow++) this.#marks.delete(durable.endedBelow)
  }

  #effect(
    type: 'do' | 'undo',
    before: Mark | undefined,
    after: Mark,
    saga: SagaId,
    step: number,
  ): SagaNotice[] {
    if (type === 'do' && after === 'done' && before !== 'done') return [{ type: 'apply', saga, step }]
    const taken = this.#options.idempotent === false || before === 'done'
    return type === 'undo' && taken ? [{ type: 'revert', saga, step }] : []
  }

  #mark(saga: SagaId, step: number, mark: Mark): void {
    const marks = this.#marks.get(saga) ?? new Map<number, Mark>()
    this.#marks.set(saga, marks.set(step, mark))
  }
}
