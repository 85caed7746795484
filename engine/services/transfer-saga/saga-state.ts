import { counter, gauge } from '../../measure/metric.ts'
import { integer, toggle } from '../../schema/parameter.ts'
import type { Call, Context, Link, Setup } from '../define-service.ts'

export const SAGA_PARAMS = {
  compensates: toggle({
    title: 'Compensates',
    doc: 'Takes back what was done when a later step is refused.',
    default: true,
  }),
  firstAccount: integer({
    title: 'First account',
    doc: 'Key of account number 0.',
    default: 12_000,
    unit: '',
  }),
} as const

export const SAGA_METRICS = {
  done: counter('Transfers done', 'transfers'),
  refused: counter('Refused at the first step', 'transfers'),
  undone: counter('Undone', 'transfers'),
  steps: counter('Steps asked for', 'requests'),
  resumed: counter('Resumed after a crash', 'transfers'),
  open: gauge('Open', 'transfers'),
} as const

export type SagaContext = Context<typeof SAGA_PARAMS, typeof SAGA_METRICS, 'rows', 'log'>

/** One transfer, as the log has it. Changed in place. */
export interface Saga {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly amount: number
  state: 'debiting' | 'crediting' | 'undoing'
}

export interface SagaDisk {
  readonly open: Map<string, Saga>
  begun: number
}

/** Who waits for a saga's end; call objects are used again, the id tells. */
export interface Asker {
  readonly call: Call
  readonly callId: number
}

export class SagaState {
  readonly disk: SagaDisk
  readonly #links: readonly Link[]
  #turn = 0

  constructor({ links }: Setup<typeof SAGA_PARAMS>, disk: SagaDisk) {
    this.disk = disk
    this.#links = links('rows')
  }

  /** The routers in turn. */
  nextLink(): Link {
    return this.#links[this.#turn++ % this.#links.length]
  }
}
