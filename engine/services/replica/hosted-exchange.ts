import type { HybridTimestamp } from '../../algorithms/clock/hybrid-logical-clock.ts'
import { compareTimestamps } from '../../algorithms/clock/hybrid-logical-clock.ts'
import type { Vector } from '../../algorithms/clock/vector-clock.ts'
import { mergeVectors } from '../../algorithms/clock/vector-clock.ts'
import type { ExchangeMessage } from '../../algorithms/replication/exchange-messages.ts'
import type { OperationLogDurable } from '../../algorithms/replication/operation-log.ts'
import type { PeerReplicaOptions } from '../../algorithms/replication/peer-replica.ts'
import type {
  CrdtView,
  Key,
  Operation,
  Output,
  Query,
  Reading,
  Replica,
} from '../../algorithms/replication/replica.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Hosted, LogLine, ReplicaDisk, Start } from './hosted.ts'
import { objectsOf, timings, type ReplicaParams } from './params.ts'

const RESEND = ms(200)
const ANTI_ENTROPY = ms(500)
const LINES_OF_EACH = 3
const TAIL_LINES = 8

type Message = ExchangeMessage<never, unknown>
export type ExchangeOptions = { -readonly [K in keyof PeerReplicaOptions]: PeerReplicaOptions[K] }
/** Parameters that a machine takes at its construction only. */
const FIXED = ['repair', 'clocks', 'delivery', 'conflicts'] as const

/** An operation as far as the picture shows it. */
interface Shown {
  readonly origin: number
  readonly sequence: number
  readonly stamp: HybridTimestamp
  readonly key: Key
  /** Absent where it is a change of a conflict-free object. */
  readonly value?: Reading
  readonly view?: CrdtView
}

/** What differs between the families in which every replica takes writes and operations are exchanged. */
export interface Variant {
  readonly replica: Replica<unknown>
  readonly operations: Pick<OperationLogDurable<Shown>, 'have' | 'kept'>
  /** What of each origin is shown here. */
  readonly vector: () => Vector
  readonly shown: (key: number) => Reading
  readonly waiting?: (key: number) => number
}

/** A replica that takes writes at any time and exchanges operations with all others. */
export class HostedExchange implements Hosted {
  readonly replica: Replica<unknown>
  readonly #variant: Variant
  readonly #options: ExchangeOptions
  readonly #disk: ReplicaDisk
  readonly #started: ReplicaParams
  /** While it learns what it has lost: what the others have, and who has told. */
  #needed: Vector = []
  readonly #told = new Set<number>()

  constructor({ params, disk }: Start<unknown>, options: ExchangeOptions, variant: Variant) {
    this.replica = variant.replica
    this.#variant = variant
    this.#options = options
    this.#disk = disk
    this.#started = params
  }

  get ready(): boolean {
    return !this.#disk.joining
  }

  configure(params: ReplicaParams): boolean {
    const { batchNanos } = timings(params)
    const { entryBytes, retainEntries } = params
    Object.assign(this.#options, { batchNanos, entryBytes, retainOperations: retainEntries })
    return FIXED.every((name) => params[name] === this.#started[name])
  }

  receive(now: Nanos, from: number, message: Message): Output<unknown> {
    const output = this.replica.receive(now, from, message)
    if (this.#disk.joining) this.#learn(from, message.have)
    return output
  }

  operation(key: number, value: string): Operation {
    if (this.replica.mode !== 'crdt') return { type: 'write', key, value }
    const objects = objectsOf(this.#started)
    if (objects === 'siblings') return { type: 'assign', key, value }
    if (objects === 'list') return { type: 'append', key, element: value }
    if (objects === 'counter') return { type: 'increment', key, amount: 1 }
    return { type: 'replace', key, element: value, out: this.#earlierOf(key, value) }
  }

  query(key: number): Query {
    return this.replica.mode === 'crdt' ? { key, view: objectsOf(this.#started) } : { key }
  }

  shown(_now: Nanos, key: number): Reading {
    return this.#variant.shown(key)
  }

  waiting(key: number): number {
    return this.#variant.waiting?.(key) ?? 0
  }

  /** Conflict-free objects are called `counter <key>` and the like. */
  contents(): Map<number, Reading> {
    const all = this.replica.contents()
    if (this.replica.mode !== 'crdt') return new Map(all.map(([name, value]) => [Number(name), value]))
    const kind = `${objectsOf(this.#started)} `
    const ours = all.filter(([name]) => name.startsWith(kind))
    return new Map(ours.map(([name, value]) => [Number(name.slice(kind.length)), value]))
  }

  vector(): Vector {
    return this.#variant.vector()
  }

  reached(): Vector {
    return this.vector()
  }

  head(from: number, { have }: Message): number {
    return have[from] ?? -1
  }

  held(_now: Nanos, from: number): number {
    return this.vector()[from] ?? 0
  }

  holds(): boolean {
    return false
  }

  tail(): LogLine[] {
    const { members } = this.#options.group
    const newest = this.#variant.operations.kept.flatMap(({ operations }) => operations.slice(-LINES_OF_EACH))
    newest.sort((a, b) => compareTimestamps(a.stamp, b.stamp))
    return newest.slice(-TAIL_LINES).map(({ origin, sequence, key, value, view }) => ({
      at: `${members[origin].name}:${sequence}`,
      epoch: 0,
      text: value === undefined ? changeOf(key, view) : `${key} = ${String(value)}`,
    }))
  }

  /** What the user of `value` (`u7#3`) has put into the set of that key before, as far as this replica knows. */
  #earlierOf(key: number, value: string): string[] {
    const shown = this.#variant.shown(key)
    const user = value.slice(0, value.indexOf('#') + 1)
    return Array.isArray(shown) ? shown.map(String).filter((each) => each.startsWith(user)) : []
  }

  /** It serves again once it shows all that a majority had: its own operations of before, too, or it would number them twice. */
  #learn(from: number, have: Vector): void {
    this.#needed = mergeVectors(this.#needed, have)
    this.#told.add(from)
    const { group } = this.#options
    const known = this.#variant.operations.have
    if (this.#told.size + 1 < group.majority) return
    if (this.#needed.every((count, origin) => known[origin] >= count)) this.#disk.joining = false
  }
}

const changeOf = (key: Key, view: CrdtView | undefined): string =>
  view === 'counter' ? `${key} + 1` : `${key}: its ${view} changes`

/** Options of a machine that exchanges operations; the times in them may be turned while it runs. */
export function exchangeOptions({ place, params, random, wallClock }: Start<unknown>): ExchangeOptions {
  const { repair, entryBytes, retainEntries } = params
  return {
    group: place.group,
    random,
    wallClock,
    resendNanos: repair ? RESEND : Infinity,
    antiEntropyNanos: repair ? ANTI_ENTROPY : Infinity,
    batchNanos: timings(params).batchNanos,
    sendsOperations: true,
    retainOperations: retainEntries,
    entryBytes,
    maxDriftNanos: Infinity,
  }
}
