import type { Nanos } from '../../lib/units.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import type { LwwMapState } from '../crdt/lww-map.ts'
import { LwwMap } from '../crdt/lww-map.ts'
import type { MvRegisterState } from '../crdt/mv-register.ts'
import { MvRegister } from '../crdt/mv-register.ts'
import type { OrSetState } from '../crdt/or-set.ts'
import { OrSet } from '../crdt/or-set.ts'
import type { PnCounterState } from '../crdt/pn-counter.ts'
import { PnCounter } from '../crdt/pn-counter.ts'
import type { SequenceState } from '../crdt/rga-sequence.ts'
import { RgaSequence } from '../crdt/rga-sequence.ts'
import type { ExchangeMessage } from './exchange-messages.ts'
import type { ReplicatedOperation } from './operation-log.ts'
import { OperationLog } from './operation-log.ts'
import type { PeerDurable, PeerReplicaOptions } from './peer-replica.ts'
import { PeerReplica } from './peer-replica.ts'
import type { Key, Operation, Output, Query, Reading, Value } from './replica.ts'

type Element = string | number

/** The change of one object: a state of its own, small, to be merged. */
type Change =
  | { readonly view: 'counter'; readonly key: Key; readonly delta: PnCounterState }
  | { readonly view: 'set'; readonly key: Key; readonly delta: OrSetState<Element> }
  | { readonly view: 'siblings'; readonly key: Key; readonly delta: MvRegisterState<Value> }
  | { readonly view: 'list'; readonly key: Key; readonly delta: SequenceState<Element> }
  | { readonly view: 'register'; readonly key: Key; readonly delta: LwwMapState<Key, Value> }

export type CrdtDelta = ReplicatedOperation & Change

/** All objects of a replica. */
export interface CrdtState {
  readonly counters: readonly (readonly [Key, PnCounterState])[]
  readonly sets: readonly (readonly [Key, OrSetState<Element>])[]
  readonly siblings: readonly (readonly [Key, MvRegisterState<Value>])[]
  readonly lists: readonly (readonly [Key, SequenceState<Element>])[]
  readonly registers: LwwMapState<Key, Value>
}

export type CrdtMessage = ExchangeMessage<CrdtDelta, CrdtState>

/** What survives a crash. Changed in place. */
export interface CrdtDurable extends PeerDurable<CrdtDelta> {
  readonly counters: Map<Key, PnCounter>
  readonly sets: Map<Key, OrSet<Element>>
  readonly siblings: Map<Key, MvRegister<Value>>
  readonly lists: Map<Key, RgaSequence<Element>>
  readonly registers: LwwMap<Key, Value>
}

/**
 * Replication of conflict-free types by key: counters, sets, lists, registers with siblings, last-writer-wins registers. Changes travel as deltas; with
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
      siblings: new Map(),
      lists: new Map(),
      registers,
    }
  }

  constructor(options: PeerReplicaOptions, durable: CrdtDurable) {
    super(options, durable)
    this.#durable = durable
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<CrdtMessage> {
    const stamp = this.clock.stamp(this.options.wallClock())
    this.commit(now, { ...this.nextIdentity(stamp), ...this.#change(operation, stamp) })
    this.outbox.accept(requestId, null, stamp)
    return this.outbox.take()
  }

  read(_now: Nanos, requestId: number, { key, view }: Query): Output<CrdtMessage> {
    const { counters, sets, siblings, lists, registers } = this.#durable
    if (view === 'counter') this.outbox.accept(requestId, counters.get(key)?.value() ?? 0, null)
    else if (view === 'set') this.outbox.accept(requestId, sets.get(key)?.values() ?? [], null)
    else if (view === 'siblings') this.outbox.accept(requestId, siblings.get(key)?.values() ?? [], null)
    else if (view === 'list') this.outbox.accept(requestId, lists.get(key)?.values() ?? [], null)
    else this.outbox.accept(requestId, registers.get(key) ?? null, registers.entry(key)?.stamp ?? null)
    return this.outbox.take()
  }

  contents(): [string, Reading][] {
    const { counters, sets, siblings, lists, registers } = this.#durable
    return [
      ...[...counters].map(([key, counter]): [string, Reading] => [`counter ${key}`, counter.value()]),
      ...[...sets].map(([key, set]): [string, Reading] => [`set ${key}`, set.values()]),
      ...[...siblings].map(([key, register]): [string, Reading] => [`siblings ${key}`, register.values()]),
      ...[...lists].map(([key, list]): [string, Reading] => [`list ${key}`, list.values()]),
      ...registers.contents().map(([key, value]): [string, Reading] => [String(key), value]),
    ]
  }

  inspect() {
    return {
      view: 'crdt-replication',
      member: this.options.group.members[this.options.group.self].name,
      counters: this.#durable.counters.size,
      sets: this.#durable.sets.size,
      siblings: this.#durable.siblings.size,
      lists: this.#durable.lists.size,
      registers: this.#durable.registers.inspect(),
      clock: this.clock.inspect(this.options.wallClock()),
      exchange: this.exchange.inspect(),
    } as const
  }

  /** A change made here is in already: merging it again changes nothing. */
  protected apply(change: CrdtDelta): void {
    if (change.view === 'counter') this.#counter(change.key).merge(change.delta)
    else if (change.view === 'set') this.#set(change.key).merge(change.delta)
    else if (change.view === 'siblings') this.#register(change.key).merge(change.delta)
    else if (change.view === 'list') this.#list(change.key).merge(change.delta)
    else this.#durable.registers.merge(change.delta)
  }

  protected applied(): Vector {
    return this.log.have
  }

  protected wholeState() {
    const { counters, sets, siblings, lists, registers } = this.#durable
    const state: CrdtState = {
      counters: states(counters),
      sets: states(sets),
      siblings: states(siblings),
      lists: states(lists),
      registers: registers.state(),
    }
    const entries = Object.values(state).reduce((sum, { length }) => sum + length, 0)
    return { state, entries }
  }

  protected mergeState(state: CrdtState): void {
    for (const [key, counter] of state.counters) this.#counter(key).merge(counter)
    for (const [key, set] of state.sets) this.#set(key).merge(set)
    for (const [key, register] of state.siblings) this.#register(key).merge(register)
    for (const [key, list] of state.lists) this.#list(key).merge(list)
    this.#durable.registers.merge(state.registers)
  }

  /** Makes the change here; what is left is to send it. */
  #change(operation: Operation, stamp: HybridTimestamp): Change {
    const { key } = operation
    if (operation.type === 'increment')
      return { view: 'counter', key, delta: this.#counter(key).add(operation.amount) }
    if (operation.type === 'write') {
      const delta = this.#durable.registers.set(stamp, this.options.group.self, key, operation.value)
      return { view: 'register', key, delta }
    }
    if (operation.type === 'assign')
      return { view: 'siblings', key, delta: this.#register(key).assign(operation.value) }
    if (operation.type === 'append') {
      const list = this.#list(key)
      return { view: 'list', key, delta: list.insert(list.length, [operation.element]) }
    }
    const set = this.#set(key)
    if (operation.type === 'replace')
      return { view: 'set', key, delta: set.replace(operation.out, operation.element) }
    const delta = operation.type === 'add' ? set.add(operation.element) : set.remove(operation.element)
    return { view: 'set', key, delta }
  }

  #counter(key: Key): PnCounter {
    return objectOf(this.#durable.counters, key, () => new PnCounter({ self: this.options.group.self }))
  }
  #set(key: Key): OrSet<Element> {
    return objectOf(this.#durable.sets, key, () => new OrSet({ self: this.options.group.self }))
  }
  #register(key: Key): MvRegister<Value> {
    return objectOf(this.#durable.siblings, key, () => new MvRegister({ self: this.options.group.self }))
  }
  #list(key: Key): RgaSequence<Element> {
    return objectOf(this.#durable.lists, key, () => new RgaSequence({ self: this.options.group.self }))
  }
}

/** The object of that key, made when it is first needed. */
function objectOf<Kind>(objects: Map<Key, Kind>, key: Key, make: () => Kind): Kind {
  let object = objects.get(key)
  if (object === undefined) objects.set(key, (object = make()))
  return object
}

function states<State>(objects: Map<Key, { state(): State }>): [Key, State][] {
  return [...objects].map(([key, object]) => [key, object.state()])
}
