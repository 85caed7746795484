import type { Nanos } from '../../lib/units.ts'
import type { HybridClockState, HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { HybridLogicalClock } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import type { ExchangeMessage, StateMessage } from './exchange-messages.ts'
import type { OperationExchangeOptions } from './operation-exchange.ts'
import { OperationExchange } from './operation-exchange.ts'
import type { OperationLogDurable, ReplicatedOperation } from './operation-log.ts'
import { OperationLog } from './operation-log.ts'
import { Outbox } from './outbox.ts'
import type {
  Leadership,
  LinkLag,
  Operation as ClientOperation,
  Output,
  Query,
  Reading,
  Replica,
  ReplicationMode,
} from './replica.ts'

export interface PeerReplicaOptions extends OperationExchangeOptions {
  /** Operations from further ahead of the local clock wait until it has caught up; Infinity: believe all. */
  readonly maxDriftNanos: Nanos
}

/** What survives a crash, in every mode without a leader. Changed in place. */
export interface PeerDurable<Operation> {
  readonly clock: HybridClockState
  readonly operations: OperationLogDurable<Operation>
}

/**
 * What the modes without a leader share: every replica takes writes and answers at once, and operations spread to all.
 * What an operation does when it arrives is the mode's own.
 * Paper: Terry et al., "Managing update conflicts in Bayou" (1995), without its primary. Compare: `LogShipping`.
 * Cost: that of `OperationExchange`. Invariant: an acknowledged operation is durable here, and is taken in once by all.
 */
export abstract class PeerReplica<Operation extends ReplicatedOperation, State> implements Replica<
  ExchangeMessage<Operation, State>
> {
  abstract readonly mode: ReplicationMode
  protected readonly options: PeerReplicaOptions
  protected readonly clock: HybridLogicalClock
  protected readonly log: OperationLog<Operation>
  protected readonly exchange: OperationExchange<Operation, State>
  protected readonly outbox = new Outbox<ExchangeMessage<Operation, State>>()

  constructor(options: PeerReplicaOptions, durable: PeerDurable<Operation>) {
    this.options = options
    this.clock = new HybridLogicalClock({ maxDriftNanos: Infinity }, durable.clock) // the exchange holds back
    this.log = new OperationLog(durable.operations, options.group.size)
    this.exchange = new OperationExchange(options, this.log, this.outbox)
  }

  /** Puts an operation to use that has just become known here. */
  protected abstract apply(operation: Operation): void
  /** By origin: how far operations have been put to use. */
  protected abstract applied(): Vector
  /** All that `applied` stands for, to send; and how many entries that is. */
  protected abstract wholeState(): { readonly state: State; readonly entries: number }
  /** Merges another replica's whole state, which contains all operations up to `have`. */
  protected abstract mergeState(state: State, have: Vector): void
  abstract propose(
    now: Nanos,
    requestId: number,
    operation: ClientOperation,
  ): Output<ExchangeMessage<Operation, State>>
  abstract read(now: Nanos, requestId: number, query: Query): Output<ExchangeMessage<Operation, State>>
  abstract contents(): [key: string, value: Reading][]
  abstract inspect(): unknown

  tick(now: Nanos): Output<ExchangeMessage<Operation, State>> {
    this.#takeIn(this.exchange.tick(now, this.#latestNanos(), this.applied()))
    this.#sendStates(now)
    return this.outbox.take()
  }

  receive(
    now: Nanos,
    from: number,
    message: ExchangeMessage<Operation, State>,
  ): Output<ExchangeMessage<Operation, State>> {
    if (message.type === 'operations') {
      this.#takeIn(this.exchange.receive(from, message, this.#latestNanos()))
    } else if (message.type === 'state') this.#adopt(from, message)
    this.exchange.heard(now, from, message.have, message.type === 'have' ? message : null)
    this.#sendStates(now)
    return this.outbox.take()
  }

  leadership(): Leadership {
    return { role: 'peer', epoch: 0, writable: true, leader: -1 }
  }

  lag(): LinkLag[] {
    return this.exchange.lag()
  }

  /** The identity of the operation that is about to be made here. */
  protected nextIdentity(stamp: HybridTimestamp): ReplicatedOperation {
    const origin = this.options.group.self
    return { origin, sequence: this.log.have[origin] + 1, stamp }
  }

  /** Puts an operation made here to use, keeps it, and sends it out. */
  protected commit(now: Nanos, operation: Operation): void {
    this.outbox.persist(this.options.entryBytes)
    this.exchange.add(now, operation)
    this.apply(operation)
  }

  #takeIn(operations: readonly Operation[]): void {
    if (operations.length === 0) return
    this.outbox.persist(operations.length * this.options.entryBytes)
    const wall = this.options.wallClock()
    for (const operation of operations) {
      this.clock.observe(wall, operation.stamp)
      this.apply(operation)
    }
  }

  /** A state from further ahead than is believed is left to be sent again later. */
  #adopt(from: number, message: StateMessage<State>): void {
    if (message.latest.physicalNanos > this.#latestNanos()) return
    this.clock.observe(this.options.wallClock(), message.latest)
    this.mergeState(message.state, message.have)
    this.exchange.adopted(from, message)
    this.outbox.persist(this.options.entryBytes)
  }

  #sendStates(now: Nanos): void {
    for (const peer of this.exchange.peersWantingState()) {
      const { state, entries } = this.wholeState()
      const have = this.applied().slice()
      const message = { type: 'state', state, have, latest: this.clock.latest(), sentAt: now } as const
      this.outbox.send(peer, message, entries * this.options.entryBytes)
      this.exchange.stateSent(now, peer)
    }
  }

  #latestNanos(): Nanos {
    return this.options.wallClock() + this.options.maxDriftNanos
  }
}
