import type { Nanos } from '../../lib/units.ts'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import type { LwwMapState } from '../crdt/lww-map.ts'
import { LwwMap } from '../crdt/lww-map.ts'
import type { OrSetState } from '../crdt/or-set.ts'
import { OrSet } from '../crdt/or-set.ts'
import type { PnCounterState } from '../crdt/pn-counter.ts'
import { PnCounter } from '../crdt/pn-counter.ts'
import type { ExchangeMessage } from './exchange-messages.ts'
import type { ReplicatedOperation } from './operation-log.ts'
import { OperationLog } from './operation-log.ts'
import type { PeerDurable, PeerReplicaOptions } from './peer-replica.ts'
import { PeerReplica } from './peer-replica.ts'
import type { Key, Operation, Output, Query, Reading, Value } from './replica.ts'

type Element = string | number

/** The change of one object: a state of its own, small, to be merged. */
export type CrdtDelta = ReplicatedOperation &
  (
    | { readonly view: 'counter'; readonly key: Key; readonly delta: PnCounterState }
    | { readonly view: 'set'; readonly key: Key; readonly delta: OrSetState<Element> }
    | { readonly view: 'register'; readonly key: Key; readonly delta: LwwMapState<Key, Value> }
  )

/** All objects of a replica. */
export interface CrdtState {
  readonly counters: readonly (readonly [Key, PnCounterState])[]
  readonly sets: readonly (readonly [Key, OrSetState<Element>])[]
  readonly registers: LwwMapState<Key, Value>
}

export type CrdtMessage = ExchangeMessage<CrdtDelta, CrdtState>

/** What survives a crash. Changed in place. */
export interface CrdtDurable extends PeerDurable<CrdtDelta> {
  readonly counters: Map<Key, PnCounter>
  readonly sets: Map<Key, OrSet<Element>>
  readonly registers: LwwMap<Key, Value>
}

/**
 * Replication of conflict-free types: counters, sets and last-writer-wins registers by key. Changes travel as deltas; with
 * `sendsOperations: false` whole states are gossiped instead, which costs more bytes and needs no order or memory.
 * Paper: Shapiro et al., "Conflict-free replicated data types" (2011); Almeida, Shoker and Baquero, "Delta state replicated
 * data types" (2018). Compare: multi-leader with last writer wins (loses concurrent increments).
 * Cost: one small message a peer and change, or a whole state a round. Invariant: replicas that have the same changes
 * show the same; a counter's value is the sum of all amounts that have arrived.
 */
export class CrdtReplication extends PeerReplica<CrdtDelta, CrdtState> {
  readonly mode = 'crdt'
  readonly #durable: CrdtDurable

  /** State for a replica's first start. `initial` register values must be the same at all replicas. */
  static durable(members: number, initial: Iterable<readonly [Key, Value]> = []): CrdtDurable {
    const registers = new LwwMap<Key, Value>()
    for (const [key, value] of initial) registers.set(ZERO_TIMESTAMP, -1, key, value)
    return {
      clock: { physicalNanos: 0, counter: 0 },
      operations: OperationLog.durable(members),
      counters: new Map(),
      sets: new Map(),
      registers,
    }
  }

  constructor(options: PeerReplicaOptions, durable: CrdtDurable) {
    super(options, durable)
    this.#durable = durable
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<CrdtMessage> {
    const { key } = operation
    const stamp = this.clock.stamp(now)
    const identity = this.nextIdentity(stamp)
    if (operation.type === 'increment') {
      this.commit(now, { ...identity, view: 'counter', key, delta: this.#counter(key).add(operation.amount) })
    } else if (operation.type === 'write') {
      const delta = this.#durable.registers.set(stamp, identity.origin, key, operation.value)
      this.commit(now, { ...identity, view: 'register', key, delta })
    } else {
      const set = this.#set(key)
      const delta = operation.type === 'add' ? set.add(operation.element) : set.remove(operation.element)
      this.commit(now, { ...identity, view: 'set', key, delta })
    }
    this.outbox.accept(requestId, null, stamp)
    return this.outbox.take()
  }

  read(_now: Nanos, requestId: number, query: Query): Output<CrdtMessage> {
    const { counters, sets, registers } = this.#durable
    if (query.view === 'counter') this.outbox.accept(requestId, counters.get(query.key)?.value() ?? 0, null)
    else if (query.view === 'set') this.outbox.accept(requestId, sets.get(query.key)?.values() ?? [], null)
    else {
      this.outbox.accept(
        requestId,
        registers.get(query.key) ?? null,
        registers.entry(query.key)?.stamp ?? null,
      )
    }
    return this.outbox.take()
  }

  contents(): [string, Reading][] {
    const { counters, sets, registers } = this.#durable
    return [
      ...[...counters].map(([key, counter]): [string, Reading] => [`counter ${key}`, counter.value()]),
      ...[...sets].map(([key, set]): [string, Reading] => [`set ${key}`, set.values()]),
      ...registers.contents().map(([key, value]): [string, Reading] => [String(key), value]),
    ]
  }

  inspect(now: Nanos) {
    return {
      view: 'crdt-replication',
      member: this.options.group.members[this.options.group.self].name,
      counters: this.#durable.counters.size,
      sets: this.#durable.sets.size,
      registers: this.#durable.registers.inspect(),
      clock: this.clock.inspect(now),
      exchange: this.exchange.inspect(),
    } as const
  }

  /** A change made here is in already: merging it again changes nothing. */
  protected apply(change: CrdtDelta): void {
    if (change.view === 'counter') this.#counter(change.key).merge(change.delta)
    else if (change.view === 'set') this.#set(change.key).merge(change.delta)
    else this.#durable.registers.merge(change.delta)
  }

  protected applied(): Vector {
    return this.log.have
  }

  protected wholeState() {
    const { counters, sets, registers } = this.#durable
    const state: CrdtState = {
      counters: [...counters].map(([key, counter]) => [key, counter.state()]),
      sets: [...sets].map(([key, set]) => [key, set.state()]),
      registers: registers.state(),
    }
    return { state, entries: state.counters.length + state.sets.length + state.registers.length }
  }

  protected mergeState(state: CrdtState): void {
    for (const [key, counter] of state.counters) this.#counter(key).merge(counter)
    for (const [key, set] of state.sets) this.#set(key).merge(set)
    this.#durable.registers.merge(state.registers)
  }

  #counter(key: Key): PnCounter {
    let counter = this.#durable.counters.get(key)
    if (counter === undefined) {
      counter = new PnCounter({ self: this.options.group.self })
      this.#durable.counters.set(key, counter)
    }
    return counter
  }

  #set(key: Key): OrSet<Element> {
    let set = this.#durable.sets.get(key)
    if (set === undefined) {
      set = new OrSet<Element>({ self: this.options.group.self })
      this.#durable.sets.set(key, set)
    }
    return set
  }
}
