import type { TxnId } from '../../algorithms/commit/commit-messages.ts'
import { ParticipantLog } from '../../algorithms/commit/participant-log.ts'
import { SagaOrchestrator } from '../../algorithms/commit/saga-orchestrator.ts'
import { SagaStep } from '../../algorithms/commit/saga-step.ts'
import { ThreePhaseCoordinator } from '../../algorithms/commit/three-phase-coordinator.ts'
import { TwoPhaseCoordinator } from '../../algorithms/commit/two-phase-coordinator.ts'
import type { Nanos } from '../../lib/units.ts'
import type { CommitProtocol } from './protocol.ts'
import { TransactionKeys } from './transaction-keys.ts'

/** What survives a crash of a member: the logs of all protocols, each with its own transactions. */
export const memberDisk = () => ({
  /** Numbers of transactions are never used twice. */
  issued: 0,
  twoPhase: { coordinator: TwoPhaseCoordinator.durable(), participant: ParticipantLog.durable() },
  threePhase: { coordinator: ThreePhaseCoordinator.durable(), participant: ParticipantLog.durable() },
  saga: { orchestrator: SagaOrchestrator.durable(), step: SagaStep.durable() },
  keys: {
    'two-phase': new TransactionKeys(),
    'three-phase': new TransactionKeys(),
    saga: new TransactionKeys(),
  } satisfies Record<CommitProtocol, TransactionKeys>,
  /** For measuring only: since when, in true time, it has been bound by a vote and not known the outcome. */
  doubtSince: new Map<TxnId, Nanos>(),
})

export type MemberDisk = ReturnType<typeof memberDisk>
