import type { Vector } from '../../algorithms/clock/vector-clock.ts'
import type { Operation, Output, Query, Reading, Replica } from '../../algorithms/replication/replica.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { ReplicaParams } from './params.ts'
import type { Place } from './place.ts'
import type { FamilyName, ProtocolFact } from './protocol.ts'

/** One line of what the picture shows of a log. */
export interface LogLine {
  /** Index in a shipped log, or `origin:sequence`. */
  readonly at: string
  /** Epoch of a shipped log; 0 elsewhere. */
  readonly epoch: number
  /** What was written: `key = value`. */
  readonly text: string
}

/** A protocol machine as its host needs it, whatever its family. */
export interface Hosted {
  readonly replica: Replica<unknown>
  /** Whether it knows enough to serve clients: one that lost its disk first learns what the others have. */
  readonly ready: boolean
  /** Whether reads have a chance here; as `ready` where a family does not say. */
  readonly readable?: boolean
  /** Takes up parameters as they are now. False: only a newly constructed machine would. */
  configure(params: ReplicaParams): boolean
  receive(now: Nanos, from: number, message: unknown): Output<unknown>
  /** What a client's write is in this family. */
  operation(key: number, value: string): Operation
  query(key: number, params: ReplicaParams): Query
  /** What is shown of a key here and now; null when it was never written. */
  shown(now: Nanos, key: number): Reading
  /** Additions to a key that have come before what they stand behind, and are not shown until that is there; none where it is left out. */
  waiting?: (key: number) => number
  /** Everything shown here, by key. Reads only. */
  contents(): Map<number, Reading>
  /** By member: how many of its operations are shown here; null where operations are not counted so. */
  vector(): Vector | null
  /** How far what is shown here has come, to be handed to users and back: they see no less elsewhere. Empty where nobody counts. */
  reached(): Vector
  /** How many operations of its own `from` had when it sent `message`; -1 when the message does not say. */
  head(from: number, message: unknown): number
  /** How many operations of `from` are shown here. */
  held(now: Nanos, from: number): number
  /** Whether the log here holds the write at `index` of `epoch`; false where there is no such log. */
  holds(epoch: number, index: number): boolean
  /** What happened within since the last call, for the protocol's own checkers. */
  facts?: () => readonly ProtocolFact[]
  /** The newest lines of the log. */
  tail(): LogLine[]
  /** A picture of the family's own, with the name of its view; without it all families are shown alike. */
  picture?: () => { readonly view: string } & Record<string, unknown>
}

/** What survives a crash of a replica. */
export interface ReplicaDisk {
  generation: number
  family: FamilyName
  /** It was made when the others had long been running, and has to learn from them before it takes part. */
  joining: boolean
  state: unknown
}

/** What a family needs to start a machine. */
export interface Start<Durable> {
  readonly place: Place
  readonly params: ReplicaParams
  readonly random: RandomStream
  readonly wallClock: () => Nanos
  readonly now: Nanos
  readonly disk: ReplicaDisk
  readonly durable: Durable
}

/** A family of protocols: how its replicas begin, and begin again. */
export interface Family<Durable> {
  readonly name: FamilyName
  /** What a replica has on its disk before its first start. */
  durable(place: Place, joining: boolean): Durable
  start(start: Start<Durable>): Hosted
}
