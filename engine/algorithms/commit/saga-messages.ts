/** A saga's number: never used twice. */
export type SagaId = number

/** What an orchestrator and the services that take the steps say to each other. */
export type SagaMessage =
  /** Sagas that began before `endedBelow` are over, and may be forgotten. */
  | {
      readonly type: 'do' | 'undo'
      readonly saga: SagaId
      readonly step: number
      readonly endedBelow: SagaId
    }
  /** `refused`: it was not done and never will be. */
  | { readonly type: 'done' | 'refused' | 'undone'; readonly saga: SagaId; readonly step: number }

export type SagaOutcome = 'completed' | 'compensated' | 'abandoned'

/** What people and checkers will want to know. */
export type SagaNotice =
  | { readonly type: 'apply' | 'revert'; readonly saga: SagaId; readonly step: number }
  | {
      readonly type: 'turned-back'
      readonly saga: SagaId
      readonly step: number
      readonly why: 'refused' | 'silence'
    }
  | { readonly type: 'ended'; readonly saga: SagaId; readonly outcome: SagaOutcome }

/** What a call asks of its host: first make `persistRecords` log records durable, then send. */
export interface SagaOutput {
  readonly persistRecords: number
  readonly send: readonly { readonly to: number; readonly message: SagaMessage }[]
  readonly notices: readonly SagaNotice[]
}

export const NO_SAGA_OUTPUT: SagaOutput = Object.freeze({ persistRecords: 0, send: [], notices: [] })
