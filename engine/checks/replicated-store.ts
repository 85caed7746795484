import type { Vector } from '../algorithms/clock/vector-clock.ts'
import type { HybridTimestamp } from '../algorithms/clock/hybrid-logical-clock.ts'
import type { Leadership, Reading } from '../algorithms/replication/replica.ts'
import { toSeconds, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'

/** A write has reached a replica, as the replica tells it. */
export interface ProposedWrite {
  /** Which life of the store it belongs to: each begins empty. */
  readonly generation: number
  /** The protocols' family: `crdt` counts, a `set` keeps each user's last, all others what was written last. */
  readonly family: string
  readonly key: number
  /** Which write it is: no other has this value. */
  readonly value: string
  /** What this replica showed of the key when the write came. */
  readonly previous: Reading
  readonly atNanos: Nanos
}

/** A client was told that its write is done. */
export interface AcknowledgedWrite extends ProposedWrite {
  /** Where a shipped log holds it; epoch 0 elsewhere. */
  readonly epoch: number
  readonly index: number
  readonly stamp: HybridTimestamp | null
}

/** An acknowledged write, and who acknowledged it. */
export type Witnessed = AcknowledgedWrite & { readonly node: string }

/** What was told last, with who told it: several checkers keep it, and it is made once. */
let told: { readonly fact: AcknowledgedWrite; readonly witnessed: Witnessed } | null = null

export function witnessed(fact: AcknowledgedWrite, node: string): Witnessed {
  if (told?.fact === fact && told.witnessed.node === node) return told.witnessed
  // Spread, each would get a hidden class of its own, which is larger than it is; tens of thousands of them are kept.
  const { generation, family, key, value, previous, atNanos, epoch, index, stamp } = fact
  const made = { generation, family, key, value, previous, atNanos, epoch, index, stamp, node }
  told = { fact, witnessed: made }
  return made
}

/** A replica has begun to lead. */
export interface NewLeader {
  readonly generation: number
  readonly epoch: number
}

/** The operations that a replica shows have changed. */
export interface ShownOperations {
  readonly generation: number
  /** The number of this replica among the members. */
  readonly member: number
  /** By member: how many of its operations are shown here. Valid during the fact only. */
  readonly vector: Vector
  /** The write that was made here just now, if one was. */
  readonly made: { readonly key: number; readonly value: string } | null
}

/** What checkers read of a replica's state. */
interface ReplicaSight {
  readonly generation: number
  readonly leadership: Leadership
  /** When it last looked at its leadership. */
  readonly lookedAt: Nanos
  readonly hosted: {
    shown(now: Nanos, key: number): Reading
    waiting?: (key: number) => number
    /** By member: how many of its operations are shown here; null where operations are not counted so. */
    vector(): Vector | null
    holds(epoch: number, index: number): boolean
  }
}

/** One replica as checkers see it. They read only. */
export interface SeenReplica {
  readonly id: string
  readonly state: ReplicaSight
}

/** All replicas, running or not: what is on a disk is not lost with the process. */
export function allReplicas(ctx: CheckContext): SeenReplica[] {
  return ctx.nodesOf('replica').map((id) => ({ id, state: ctx.state(id) as ReplicaSight }))
}

/** What one replica shows now. */
export interface Shown {
  readonly id: string
  /** Null for a key that was never written there. */
  readonly shows: (key: number) => Reading
}

/** What each running replica shows; one that was put out of its group hears no more. */
export function shownByAll(ctx: CheckContext): readonly Shown[] {
  const running = allReplicas(ctx).filter(({ id }) => ctx.isUp(id) && ctx.params(id).votes !== false)
  return running.map(({ id, state: { hosted } }) => ({ id, shows: (key) => hosted.shown(ctx.now, key) }))
}

/** Whether two replicas show the same of a key: siblings and lists are compared element by element. */
export function showSame(a: Reading, b: Reading): boolean {
  if (a === b) return true
  return (
    Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => value === b[i])
  )
}

/** `12.345 s`, for sentences. */
export const at = (nanos: Nanos): string => `${toSeconds(nanos).toFixed(3)} s`

/** One line that names an acknowledged write. */
export function inWords({ atNanos, node, value, key, epoch, index }: Witnessed): string {
  const where = epoch > 0 ? ` (epoch ${epoch}, entry ${index})` : ''
  return `${at(atNanos)}: ${node} acknowledged ${value} for key ${key}${where}`
}
