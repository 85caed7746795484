import type { CommitCoordinator, CommitParticipant } from '../../algorithms/commit/commit-machine.ts'
import type { CommitPhase, TxnId } from '../../algorithms/commit/commit-messages.ts'
import { SagaOrchestrator } from '../../algorithms/commit/saga-orchestrator.ts'
import { SagaStep } from '../../algorithms/commit/saga-step.ts'
import { ThreePhaseCoordinator } from '../../algorithms/commit/three-phase-coordinator.ts'
import { ThreePhaseParticipant } from '../../algorithms/commit/three-phase-participant.ts'
import { TwoPhaseCoordinator } from '../../algorithms/commit/two-phase-coordinator.ts'
import { TwoPhaseParticipant } from '../../algorithms/commit/two-phase-participant.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Call, Context, Setup } from '../define-service.ts'
import { memberPlaceOf, type MemberPlace } from './place.ts'
import type { MemberDisk } from './disk.ts'
import type { CommitProtocol } from './protocol.ts'
import { timesOf, type MEMBER_METRICS, type MEMBER_PARAMS } from './params.ts'

export type MemberContext = Context<typeof MEMBER_PARAMS, typeof MEMBER_METRICS, 'peers', 'log' | 'workers'>
export type MemberSetup = Setup<typeof MEMBER_PARAMS>
export type Phases = 'two-phase' | 'three-phase'
export const PHASES: readonly Phases[] = ['two-phase', 'three-phase']

/** A transaction as its coordinator's time line shows it. */
export interface Course {
  readonly txn: TxnId
  readonly protocol: Phases
  readonly phases: { readonly phase: CommitPhase; readonly at: Nanos }[]
}

/** A client's request whose transaction is not decided yet. */
export interface Waiting {
  readonly call: Call
  readonly id: number
  /** A participant has voted no. */
  refused: boolean
}

/** Volatile state of one member: a machine of each protocol for each role. */
export class MemberState {
  readonly disk: MemberDisk
  readonly place: MemberPlace
  readonly coordinators: Record<Phases, CommitCoordinator>
  readonly participants: Record<Phases, CommitParticipant>
  readonly orchestrator: SagaOrchestrator
  readonly step: SagaStep
  /** By transaction or saga. */
  readonly waiting = new Map<TxnId, Waiting>()
  /** The latest transactions, the newest last. */
  readonly courses: Course[] = []
  /** By phase: how many transactions are in it. */
  readonly inPhase = new Map<TxnId, CommitPhase>()
  /** By key: whose work holds it. */
  readonly lockedBy = new Map<number, TxnId>()
  readonly doubtSince: Map<TxnId, Nanos>
  tick: Timer | null = null
  /** Shared with all machines, which look at it again and again. */
  readonly #options

  constructor(setup: MemberSetup, disk: MemberDisk) {
    const { params, monotonic } = setup
    const { twoPhase, threePhase, saga, keys } = disk
    this.disk = disk
    this.place = memberPlaceOf(setup)
    const options = { ...timesOf(params), ...flagsOf(params), self: this.place.self }
    this.#options = options
    this.coordinators = {
      'two-phase': new TwoPhaseCoordinator(options, twoPhase.coordinator, monotonic),
      'three-phase': new ThreePhaseCoordinator(options, threePhase.coordinator, monotonic),
    }
    this.participants = {
      'two-phase': new TwoPhaseParticipant(options, twoPhase.participant),
      'three-phase': new ThreePhaseParticipant(options, threePhase.participant),
    }
    this.orchestrator = new SagaOrchestrator(options, saga.orchestrator)
    this.step = new SagaStep(options, saga.step)
    this.doubtSince = disk.doubtSince
    const inDoubt = new Set<TxnId>()
    for (const protocol of PHASES)
      for (const { txn } of this.participants[protocol].inDoubt()) {
        inDoubt.add(txn)
        this.lockedBy.set(keys[protocol].get(txn), txn)
      }
    for (const txn of this.doubtSince.keys()) if (!inDoubt.has(txn)) this.doubtSince.delete(txn)
  }

  /** Parameters have changed: the machines find the new ones in their options. */
  configure(params: MemberSetup['params']): void {
    Object.assign(this.#options, timesOf(params), flagsOf(params))
  }

  /** A participant has voted no: whoever waits for this transaction was turned down. */
  noteRefusal(txn: TxnId): void {
    const waiting = this.waiting.get(txn)
    if (waiting !== undefined) waiting.refused = true
  }

  /** Transactions that began before are over: what they were about is forgotten, unless one still holds its key here. */
  forgetBelow(protocol: CommitProtocol, txn: TxnId): void {
    this.disk.keys[protocol].forgetBelow(txn, (ended, key) => this.lockedBy.get(key) === ended)
  }

  /** All members but the coordinator. */
  get others(): number[] {
    return this.place.names.map((_, member) => member).filter((member) => member !== 0)
  }
}

function flagsOf({
  logsVote,
  logsDecision,
  idempotent,
  retriesCompensations,
  onTimeout,
}: MemberSetup['params']) {
  return { logsVote, logsDecision, idempotent, retriesCompensations, onTimeout }
}
