import type { Vector } from '../../algorithms/clock/vector-clock.ts'
import type { HybridTimestamp } from '../../algorithms/clock/hybrid-logical-clock.ts'
import type { Reading } from '../../algorithms/replication/replica.ts'
import type { Nanos } from '../../lib/units.ts'

/** Protocols whose replicas understand each other. Modes of one family differ only in what is waited for. */
export type FamilyName = 'log-shipping' | 'multi-leader' | 'quorum' | 'causal' | 'crdt' | 'raft' | 'paxos'

/** What replicas send each other: a message of their protocol, and which life of the store it belongs to. */
export interface Envelope {
  readonly type: 'replication'
  readonly family: FamilyName
  /** Counts how often the store was begun anew because the family of protocols was changed. */
  readonly generation: number
  /** True time, to measure lag by. */
  readonly sentAt: Nanos
  readonly message: unknown
}

/** A router asks how a replica, or another router's region, is. */
export interface HealthQuestion {
  readonly type: 'health-question'
}
export interface HealthAnswer {
  readonly type: 'health-answer'
  /** Whether a write sent here now would be accepted. */
  readonly writable: boolean
  /** Whether it leads, though perhaps too few others are in reach to accept writes. */
  readonly leads: boolean
  /** Whether it answers reads. */
  readonly readable: boolean
}

/** Facts for checkers; each says which generation of the store it is about. */
export interface WriteFact {
  readonly generation: number
  readonly family: FamilyName | 'siblings' | 'set'
  readonly key: number
  /** Which write it is: no other has this value. */
  readonly value: string
  /** What this replica showed of the key when the write came. */
  readonly previous: Reading
  readonly atNanos: Nanos
}
export interface AcknowledgedFact extends WriteFact {
  /** Where a shipped log holds it; epoch 0 elsewhere. */
  readonly epoch: number
  readonly index: number
  readonly stamp: HybridTimestamp | null
}
export interface LeaderFact {
  readonly generation: number
  readonly epoch: number
}
/** The operations that a replica shows have changed. */
export interface ShownFact {
  readonly generation: number
  /** The number of this replica among the members. */
  readonly member: number
  /** By member: how many of its operations are shown here. Valid during the fact only. */
  readonly vector: Vector
  /** The write that was made here just now, if one was. */
  readonly made: { readonly key: number; readonly value: string } | null
}

/** What a protocol has to say to its own checkers: `slot-chosen`, `raft-step`. */
export interface ProtocolFact {
  readonly name: string
  readonly fact: object
}

/** How far a user has seen a store: replicas that are not so far make him wait. */
export interface SessionToken {
  readonly generation: number
  readonly reached: Vector
}
/** The body of a request whose user has a session: what it would be otherwise, and what he has seen. */
export interface SessionBody {
  readonly session: true
  readonly body: unknown
  /** Null at first. */
  readonly after: SessionToken | null
}
/** The answer to such a request: what it would be otherwise, and what he has seen now. */
export interface SessionAnswer {
  readonly session: true
  readonly value: unknown
  readonly token: SessionToken
}
