import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import type { VersionedWrite } from './conflict-map.ts'
import { ConflictMap } from './conflict-map.ts'
import type { ExchangeMessage } from './exchange-messages.ts'
import type { ReplicatedOperation } from './operation-log.ts'
import { OperationLog } from './operation-log.ts'
import type { PeerDurable, PeerReplicaOptions } from './peer-replica.ts'
import { PeerReplica } from './peer-replica.ts'
import type { Key, Operation, Output, Query, Reading, Value } from './replica.ts'

/** A write on its way to the other replicas. */
export interface MultiLeaderWrite extends ReplicatedOperation {
  readonly key: Key
  readonly value: Value
  readonly vector: Vector
}

type State = readonly (readonly [Key, VersionedWrite])[]

export type MultiLeaderMessage = ExchangeMessage<MultiLeaderWrite, State>

export interface MultiLeaderOptions extends PeerReplicaOptions {
  /** 'hybrid': stamps respect causality. 'wall': the local clock as it is, as naive systems do. */
  readonly stamps: 'hybrid' | 'wall'
}

/** What survives a crash. Changed in place. */
export interface MultiLeaderDurable extends PeerDurable<MultiLeaderWrite> {
  readonly writes: Map<Key, VersionedWrite>
}

/**
 * Multi-leader replication: every replica takes writes, answers when they are durable at home, and exchanges them with all
 * others. Of writes that knew nothing of each other the later timestamp stays, and the conflict is counted.
 * Paper: Terry et al., "Managing update conflicts in Bayou" (1995); stamps by Kulkarni et al. (2014). Compare: log shipping
 * (no conflicts, far writers wait), CRDTs (nothing is dropped), `stamps: 'wall'` (a slow clock's later write is dropped).
 * Cost: one message a peer and write. Invariant: replicas that have the same writes show the same values; with hybrid
 * stamps a write is never dropped for one that its writer had seen.
 */
export class MultiLeader extends PeerReplica<MultiLeaderWrite, State> {
  readonly mode = 'multi-leader'
  readonly #stamps: 'hybrid' | 'wall'
  readonly #writes: ConflictMap

  /** State for a replica's first start. `initial` values must be the same at all replicas. */
  static durable(members: number, initial: Iterable<readonly [Key, Value]> = []): MultiLeaderDurable {
    const writes = new Map<Key, VersionedWrite>()
    for (const [key, value] of initial) {
      writes.set(key, { value, stamp: ZERO_TIMESTAMP, replica: -1, sequence: 0, vector: [] })
    }
    return { clock: { physicalNanos: 0, counter: 0 }, operations: OperationLog.durable(members), writes }
  }

  constructor(options: MultiLeaderOptions, durable: MultiLeaderDurable) {
    super(options, durable)
    assert(
      options.stamps === 'hybrid' || options.maxDriftNanos === Infinity,
      'wall clock stamps are believed whatever they say',
    )
    this.#stamps = options.stamps
    this.#writes = new ConflictMap(durable.writes)
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<MultiLeaderMessage> {
    if (operation.type !== 'write') {
      this.outbox.refuse(requestId, 'unsupported', true)
      return this.outbox.take()
    }
    const { key, value } = operation
    const wall = this.options.wallClock()
    const stamp = this.#stamps === 'hybrid' ? this.clock.stamp(wall) : { physicalNanos: wall, counter: 0 }
    const identity = this.nextIdentity(stamp)
    const vector = this.#writes.vectorFor(key, identity.origin, identity.sequence)
    this.commit(now, { ...identity, key, value, vector })
    this.outbox.accept(requestId, null, stamp)
    return this.outbox.take()
  }

  read(_now: Nanos, requestId: number, query: Query): Output<MultiLeaderMessage> {
    const write = this.#writes.get(query.key)
    this.outbox.accept(requestId, write?.value ?? null, write?.stamp ?? null)
    return this.outbox.take()
  }

  contents(): [string, Reading][] {
    return this.#writes.state().map(([key, write]) => [String(key), write.value])
  }

  inspect() {
    return {
      view: 'multi-leader',
      member: this.options.group.members[this.options.group.self].name,
      clock: this.clock.inspect(this.options.wallClock()),
      exchange: this.exchange.inspect(),
      ...this.#writes.inspect(),
    } as const
  }

  protected apply({ key, value, stamp, origin, sequence, vector }: MultiLeaderWrite): void {
    this.#merge(key, { value, stamp, replica: origin, sequence, vector })
  }

  protected applied(): Vector {
    return this.log.have
  }

  protected wholeState() {
    const state = this.#writes.state()
    return { state, entries: state.length }
  }

  protected mergeState(state: State): void {
    for (const [key, write] of state) this.#merge(key, write)
  }

  #merge(key: Key, write: VersionedWrite): void {
    const notice = this.#writes.merge(key, write)
    if (notice !== null) this.outbox.notice(notice)
  }
}
