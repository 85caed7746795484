import type { CommitMessage, TxnId } from '../../algorithms/commit/commit-messages.ts'
import type { SagaMessage } from '../../algorithms/commit/saga-messages.ts'

/** How several services are brought to do all of something or nothing. */
export type CommitProtocol = 'two-phase' | 'three-phase' | 'saga'

/** What coordinator and participants send each other. Old transactions end by the protocol that they began with. */
export type CommitEnvelope =
  | {
      readonly type: 'commit'
      readonly protocol: 'two-phase' | 'three-phase'
      readonly message: CommitMessage
      /** What the transaction is about. */
      readonly key: number
    }
  | { readonly type: 'saga'; readonly message: SagaMessage; readonly key: number }

/** Facts for checkers. */
export interface DecidedFact {
  readonly txn: TxnId
  readonly decision: 'commit' | 'abort'
  readonly by: string
}
export interface SagaStepFact {
  readonly saga: number
  readonly step: number
  readonly effect: 'apply' | 'revert'
}
