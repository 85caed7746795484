import type { Configuration } from '../consensus/raft/configuration.ts'
import { hash32 } from '../../lib/hash.ts'
import type { Nanos } from '../../lib/units.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import type { ConsistencyLevel } from './quorum-tally.ts'

export type Key = string | number
export type Value = string | number | boolean | null

/** What a read shows: a value (null when never written), or the elements of a set or list, or siblings. */
export type Reading = Value | readonly Value[]

export type ReplicationMode =
  | 'log-shipping'
  | 'multi-leader'
  | 'quorum'
  | 'causal'
  | 'crdt'
  | 'raft'
  | 'paxos'

/** What a client may ask to change. All modes take `write`; only `crdt` takes the others. */
export type Operation =
  | { readonly type: 'write'; readonly key: Key; readonly value: Value; readonly level?: ConsistencyLevel }
  | { readonly type: 'increment'; readonly key: Key; readonly amount: number }
  | { readonly type: 'add' | 'remove' | 'append'; readonly key: Key; readonly element: string | number }
  /** Of a set: one comes in, others that are seen here go, in one step. */
  | {
      readonly type: 'replace'
      readonly key: Key
      readonly element: string | number
      readonly out: readonly (string | number)[]
    }
  | { readonly type: 'assign'; readonly key: Key; readonly value: Value }

/** What a key can be in `crdt` mode: all at once, each for itself. */
export type CrdtView = 'register' | 'counter' | 'set' | 'siblings' | 'list'

/** What a client may ask to see. */
export interface Query {
  readonly key: Key
  /** Which of a key's lives in `crdt` mode; elsewhere every key is a register. */
  readonly view?: CrdtView
  /** `quorum`: how many replicas must agree. `log-shipping`: 'leader' for the newest, 'local' (default) for what is here. */
  readonly level?: ConsistencyLevel | 'leader' | 'local'
}

/** Why an operation was not done. */
export type Refusal =
  | 'not-leader'
  | 'lease-expired'
  | 'leadership-lost'
  | 'region-unreachable'
  | 'replicas-unreachable'
  | 'timeout'
  | 'overloaded'
  | 'unsupported'

/** What to tell a client. Exactly one a request, unless the replica crashes first. */
export interface Answer {
  readonly requestId: number
  readonly ok: boolean
  /** What a read saw; null for a write. */
  readonly value: Reading
  /** Timestamp of the write made or seen; null where there is none. */
  readonly stamp: HybridTimestamp | null
  /** Where a `log-shipping` write stands in the log; 0 elsewhere. */
  readonly epoch: number
  readonly index: number
  readonly reason: Refusal | null
  /** Of a refusal: whether it certainly did not happen, and never will. */
  readonly definite: boolean
  /** Who to ask instead, as far as is known, or -1. */
  readonly leader: number
}

/** Something that people or checkers will want to know. Happens rarely, but for `conflict`. */
export type Notice =
  | { readonly type: 'became-leader'; readonly epoch: number; readonly lastIndex: number }
  | {
      readonly type: 'stepped-down'
      readonly epoch: number
      readonly cause: 'lease-expired' | 'higher-epoch'
    }
  | {
      /** This replica, when it led `epoch`, had acknowledged writes that the group's log does not hold: data loss. */
      readonly type: 'acknowledged-writes-lost'
      readonly epoch: number
      readonly count: number
      readonly fromIndex: number
      readonly spanNanos: Nanos
    }
  | { readonly type: 'snapshot-installed'; readonly from: number; readonly index: number }
  | { readonly type: 'members-changed'; readonly configuration: Configuration }
  | {
      /** Two writes knew nothing of each other, and only one stays. */
      readonly type: 'conflict'
      readonly key: Key
      readonly kept: Value
      readonly dropped: Value
    }
  | {
      /** A write was dropped although its writer had seen the one that stays (possible with wall clocks only). */
      readonly type: 'successor-dropped'
      readonly key: Key
      readonly kept: Value
      readonly dropped: Value
    }
  | {
      /** An operation waits, because its timestamp is further ahead of this replica's clock than is believed. */
      readonly type: 'clock-refused'
      readonly origin: number
      readonly beyondNanos: Nanos
    }
  | {
      /** An operation was shown before one that it depends on (possible with order of arrival only). */
      readonly type: 'causality-violated'
      readonly key: Key
      readonly origin: number
      readonly missingFrom: number
    }

/** A message to another replica. */
export interface Outgoing<Message> {
  readonly to: number
  readonly message: Message
  /** What it weighs on the link. */
  readonly sizeBytes: number
}

/**
 * What a call asks of its host: first make `persistBytes` durable (0: nothing), then send, then answer. What earlier calls
 * wanted durable comes first all the same: messages and acknowledgements may rest on it.
 */
export interface Output<Message> {
  readonly persistBytes: number
  readonly send: readonly Outgoing<Message>[]
  readonly answers: readonly Answer[]
  readonly notices: readonly Notice[]
  /** To be called when `persistBytes` are durable, before anything is sent: what the machine asks for then. */
  readonly flushed?: (now: Nanos) => Output<Message>
}

/** How far another replica is behind this one, as far as this one knows. */
export interface LinkLag {
  readonly to: number
  /** Operations or log entries that it has not confirmed. */
  readonly behindEntries: number
  /** Age of the oldest of them on this replica's clock; 0 when there is none. */
  readonly behindNanos: Nanos
}

/** Whether this replica takes writes, and by what right. */
export interface Leadership {
  readonly role: 'leader' | 'candidate' | 'follower' | 'peer'
  /** The epoch it leads or follows; 0 in modes without leaders. */
  readonly epoch: number
  /** Whether a write proposed now would be accepted. */
  readonly writable: boolean
  /** Who leads, as far as is known, or -1. */
  readonly leader: number
}

/**
 * One replica of a group, in any mode: a pure machine. `now` is what this replica measures durations with: a clock
 * that may run fast or slow and is never set. What is stamped is stamped by the wall clock, which its options give.
 * The durable state is handed to the constructor and changed in place; constructing again with it is a restart.
 */
export interface Replica<Message> {
  readonly mode: ReplicationMode
  /** To be called every few milliseconds: heartbeats, timeouts, resending. */
  tick(now: Nanos): Output<Message>
  receive(now: Nanos, from: number, message: Message): Output<Message>
  /** A client's change. `requestId` comes back in the answer, now or from a later call. */
  propose(now: Nanos, requestId: number, operation: Operation): Output<Message>
  /** A client's read. */
  read(now: Nanos, requestId: number, query: Query): Output<Message>
  leadership(now: Nanos): Leadership
  /** One entry a peer that this replica ships to; empty where it ships to nobody. */
  lag(): LinkLag[]
  /** Everything readable here, for checks of convergence; the order means nothing. */
  contents(): [key: string, value: Reading][]
  /** What the view draws: plain data. Reads only. */
  inspect(now: Nanos): unknown
}

/** One number for everything readable at a replica; equal contents give equal numbers, whatever their order. */
export function contentHash(replica: Pick<Replica<never>, 'contents'>): number {
  let sum = 0
  for (const [key, value] of replica.contents()) sum = (sum + hash32(`${key}=${JSON.stringify(value)}`)) >>> 0
  return sum
}
