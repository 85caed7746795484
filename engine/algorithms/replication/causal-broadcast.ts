import type { Nanos } from '../../lib/units.ts'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import { mergeVectors } from '../clock/vector-clock.ts'
import type { LwwMapState } from '../crdt/lww-map.ts'
import { LwwMap } from '../crdt/lww-map.ts'
import type { ExchangeMessage } from './exchange-messages.ts'
import type { ReplicatedOperation } from './operation-log.ts'
import { OperationLog } from './operation-log.ts'
import type { PeerDurable, PeerReplicaOptions } from './peer-replica.ts'
import { PeerReplica } from './peer-replica.ts'
import type { Key, Operation, Output, Query, Reading, Value } from './replica.ts'

/** A write, and everything that its writer had been shown before. */
export interface CausalWrite extends ReplicatedOperation {
  readonly key: Key
  readonly value: Value
  /** By origin: how many operations had been delivered at the writer. */
  readonly dependencies: Vector
}

type State = LwwMapState<Key, Value>

export type CausalMessage = ExchangeMessage<CausalWrite, State>

export interface CausalBroadcastOptions extends PeerReplicaOptions {
  /** 'causal': nothing is shown before what it depends on. 'arrival': shown as it comes, as naive systems do. */
  readonly order: 'causal' | 'arrival'
}

/** What survives a crash. Changed in place. */
export interface CausalDurable extends PeerDurable<CausalWrite> {
  readonly map: LwwMap<Key, Value>
  /** By origin: how many operations have been shown. */
  delivered: number[]
}

/**
 * Causal broadcast: an operation waits until all that its writer had seen has been delivered here, so that no one sees an
 * answer before the question. Concurrent writes to one key are settled by timestamp, so that replicas converge.
 * Paper: Birman, Schiper and Stephenson, "Lightweight causal and atomic group multicast" (1991), protocol CBCAST; with
 * convergence as in Lloyd et al., "Don't settle for eventual" (COPS, 2011). Compare: `order: 'arrival'`, multi-leader.
 * Cost: O(members) a delivery test. Invariant: whenever an operation has been delivered, so have all it depends on;
 * operations of one origin are delivered in their order, each once.
 */
export class CausalBroadcast extends PeerReplica<CausalWrite, State> {
  readonly mode = 'causal'
  readonly #order: 'causal' | 'arrival'
  readonly #durable: CausalDurable
  /** By origin: received, and not yet delivered, in order. */
  readonly #waiting: CausalWrite[][]

  /** State for a replica's first start. `initial` values must be the same at all replicas. */
  static durable(members: number, initial: Iterable<readonly [Key, Value]> = []): CausalDurable {
    const map = new LwwMap<Key, Value>()
    for (const [key, value] of initial) map.set(ZERO_TIMESTAMP, -1, key, value)
    const delivered = Array<number>(members).fill(0)
    return {
      clock: { physicalNanos: 0, counter: 0 },
      operations: OperationLog.durable(members),
      map,
      delivered,
    }
  }

  constructor(options: CausalBroadcastOptions, durable: CausalDurable) {
    super(options, durable)
    this.#order = options.order
    this.#durable = durable
    // The group may have grown since, or lost who came last.
    durable.delivered = Array.from(
      { length: options.group.size },
      (_, origin) => durable.delivered[origin] ?? 0,
    )
    // What had arrived and was waiting when the replica went down is in the log.
    this.#waiting = durable.delivered.map(
      (count, origin) => this.log.run(origin, count + 1, this.log.have[origin] - count) ?? [],
    )
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<CausalMessage> {
    if (operation.type !== 'write') {
      this.outbox.refuse(requestId, 'unsupported', true)
      return this.outbox.take()
    }
    const { key, value } = operation
    const identity = this.nextIdentity(this.clock.stamp(this.options.wallClock()))
    this.commit(now, { ...identity, key, value, dependencies: this.#durable.delivered.slice() })
    this.outbox.accept(requestId, null, identity.stamp)
    return this.outbox.take()
  }

  read(_now: Nanos, requestId: number, query: Query): Output<CausalMessage> {
    const entry = this.#durable.map.entry(query.key)
    this.outbox.accept(requestId, this.#durable.map.get(query.key) ?? null, entry?.stamp ?? null)
    return this.outbox.take()
  }

  contents(): [string, Reading][] {
    return this.#durable.map.contents().map(([key, value]) => [String(key), value])
  }

  inspect() {
    return {
      view: 'causal-broadcast',
      member: this.options.group.members[this.options.group.self].name,
      order: this.#order,
      delivered: this.#durable.delivered.slice(),
      waiting: this.#waiting.map((waiting) => waiting.length),
      clock: this.clock.inspect(this.options.wallClock()),
      exchange: this.exchange.inspect(),
    } as const
  }

  protected apply(operation: CausalWrite): void {
    this.#waiting[operation.origin].push(operation)
    this.#deliver()
  }

  protected applied(): Vector {
    return this.#durable.delivered
  }

  protected wholeState() {
    const state = this.#durable.map.state()
    return { state, entries: state.length }
  }

  /** Both states hold with each operation all that it depends on; so does their union. */
  protected mergeState(state: State, have: Vector): void {
    this.#durable.map.merge(state)
    this.#durable.delivered = mergeVectors(this.#durable.delivered, have)
    for (const [origin, waiting] of this.#waiting.entries()) {
      const known = waiting.findIndex((operation) => operation.sequence > this.#durable.delivered[origin])
      waiting.splice(0, known < 0 ? waiting.length : known)
    }
    this.#deliver()
  }

  /** Delivers all whose time has come; each delivery may be what another waited for. */
  #deliver(): void {
    for (let progress = true; progress;) {
      progress = false
      for (const waiting of this.#waiting) {
        while (waiting.length > 0 && (this.#order === 'arrival' || this.#missing(waiting[0]) < 0)) {
          this.#show(waiting[0])
          waiting.shift()
          progress = true
        }
      }
    }
  }

  #show(operation: CausalWrite): void {
    const { origin, stamp, key, value } = operation
    const missingFrom = this.#missing(operation)
    if (missingFrom >= 0) this.outbox.notice({ type: 'causality-violated', key, origin, missingFrom })
    this.#durable.map.set(stamp, origin, key, value)
    this.#durable.delivered[origin] += 1
  }

  /** An origin of which an operation is missing here that the writer had seen, or -1. */
  #missing({ origin, dependencies }: CausalWrite): number {
    const { delivered } = this.#durable
    return dependencies.findIndex((count, other) => other !== origin && count > delivered[other])
  }
}
