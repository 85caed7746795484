import type { Answer, Leadership, Output, Reading } from '../../algorithms/replication/replica.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Call, Context } from '../define-service.ts'
import { familyOf } from './families.ts'
import type { Hosted, ReplicaDisk } from './hosted.ts'
import { LagMeter } from './lag-meter.ts'
import type { REPLICA_METRICS } from './metrics.ts'
import type { REPLICA_PARAMS, ReplicaParams } from './params.ts'
import { placeOf, type Place, type ReplicaSetup } from './place.ts'
import type { FamilyName, SessionToken } from './protocol.ts'

export type ReplicaContext = Context<
  typeof REPLICA_PARAMS,
  typeof REPLICA_METRICS,
  'peers',
  'processor' | 'disk'
>

/** A client's request that the machine has not answered yet. */
export interface PendingRequest {
  readonly call: Call
  /** What is written; null for a read. */
  readonly value: string | null
  readonly previous: Reading
  /** Its user has a session: the answer says how far he has seen now. */
  readonly session: boolean
}

/** A request whose user has seen more than is shown here yet. */
export interface BehindRequest {
  readonly call: Call
  readonly id: number
  readonly since: Nanos
}

/** What a machine asked for, waiting for the disk. */
export interface Unflushed {
  readonly hosted: Hosted
  readonly output: Output<unknown>
}

const NOBODY_YET: Leadership = { role: 'follower', epoch: 0, writable: false, leader: -1 }

/** Volatile state of one replica: the machine of its mode, and what is under way. */
export class ReplicaState {
  readonly place: Place
  readonly disk: ReplicaDisk
  hosted: Hosted
  lag: LagMeter
  /** By request id. */
  readonly pending = new Map<number, PendingRequest>()
  /** Waiting for what their users have seen elsewhere. */
  behind: BehindRequest[] = []
  unflushed: Unflushed[] = []
  flushing = false
  /** What the machine said of its leadership at its last tick, and when that was. */
  leadership: Leadership = NOBODY_YET
  lookedAt: Nanos = 0
  /** It is so far behind that somebody has been alerted. */
  alerted = false
  /** The leader whose log the lag is measured by. */
  source = -1
  /** The vector that checkers were told last. */
  shown: number[] = []
  tick: Timer | null = null
  measure: Timer | null = null
  readonly #setup: ReplicaSetup

  constructor(setup: ReplicaSetup, disk: ReplicaDisk) {
    this.#setup = setup
    this.disk = disk
    this.place = placeOf(setup)
    // The family was changed while it was down: the others have begun anew without it.
    if (disk.family !== familyOf(setup.params).name) this.#renewDisk(setup.params, disk.generation + 1, true)
    this.hosted = this.#started(setup.params, setup.monotonic)
    this.lag = new LagMeter({ members: this.place.group.size })
  }

  get family(): FamilyName {
    return this.disk.family
  }

  get generation(): number {
    return this.disk.generation
  }

  /** Whether a leader may still tell a client that its write is done: a pause may have come between the decision and the flush. */
  mayAcknowledge({ epoch }: Answer, now: Nanos): boolean {
    if (epoch === 0) return true
    const leadership = this.hosted.replica.leadership(now)
    return leadership.role === 'leader' && leadership.epoch === epoch && leadership.writable
  }

  /** Whether all is shown here that `token` stands for. What was seen in an earlier life of the store is gone. */
  hasReached({ generation, reached }: SessionToken): boolean {
    if (generation !== this.generation) return generation < this.generation
    const here = this.hosted.reached()
    return reached.every((count, origin) => (here[origin] ?? 0) >= count)
  }

  /** Begins a new life of the store, empty. `late`: the others have begun it already. */
  beginGeneration(params: ReplicaParams, generation: number, now: Nanos, late: boolean): void {
    this.#renewDisk(params, generation, late)
    // Nobody has made promises in a life that begins now, so none can have been lost with a disk.
    if (!late) this.disk.joining = false
    this.restart(params, now)
  }

  /** Constructs the machine anew from what is on the disk. */
  restart(params: ReplicaParams, now: Nanos): void {
    this.hosted = this.#started(params, now)
    this.lag = new LagMeter({ members: this.place.group.size })
    this.leadership = NOBODY_YET
    this.shown = []
    this.source = -1
  }

  #renewDisk(params: ReplicaParams, generation: number, late: boolean): void {
    const family = familyOf(params)
    this.disk.generation = generation
    this.disk.family = family.name
    this.disk.state = family.durable(this.place, late)
  }

  #started(params: ReplicaParams, now: Nanos): Hosted {
    const { place, disk } = this
    const { wallClock } = this.#setup
    const random = this.#setup.random('protocol')
    return familyOf(params).start({ place, params, random, wallClock, now, disk, durable: disk.state })
  }
}

/** What is on the disk of a replica that has never run, or has lost its disk. */
export function emptyDisk(setup: ReplicaSetup): ReplicaDisk {
  const place = placeOf(setup)
  const family = familyOf(setup.params)
  const lostBefore = setup.now > 0 && place.group.size > 1
  return {
    generation: 1,
    family: family.name,
    joining: lostBefore,
    state: family.durable(place, lostBefore),
  }
}
