import { QuorumReplication } from '../../../algorithms/replication/quorum-replication.ts'
import type {
  QuorumDurable,
  QuorumOptions,
  QuorumSwitches,
} from '../../../algorithms/replication/quorum-options.ts'
import type { Vector } from '../../../algorithms/clock/vector-clock.ts'
import type { Operation, Output, Query, Reading } from '../../../algorithms/replication/replica.ts'
import { ms, type Nanos } from '../../../lib/units.ts'
import type { Family, Hosted, LogLine, Start } from '../hosted.ts'
import { timings, type ReplicaParams } from '../params.ts'

const SPECULATIVE = ms(300)
const ANTI_ENTROPY = ms(1_000)
const HINT_LIMIT = 100_000

type Changeable = { -readonly [K in keyof QuorumOptions]: QuorumOptions[K] }
/** Parameters that the machine takes at its construction only. */
const FIXED = ['repair', 'clocks'] as const

/** A replica without a leader: whoever is asked coordinates, and waits for as many as the level says. */
class HostedQuorum implements Hosted {
  readonly ready = true
  readonly replica: QuorumReplication
  readonly #options: Changeable
  readonly #durable: QuorumDurable
  readonly #started: ReplicaParams

  constructor({ place, params, random, wallClock, now, disk, durable }: Start<QuorumDurable>) {
    const { repair, clocks, entryBytes } = params
    disk.joining = false // it serves while it is being refilled
    this.#durable = durable
    this.#started = params
    this.#options = {
      group: place.group,
      random,
      wallClock,
      preference: place.preference,
      speculativeNanos: SPECULATIVE,
      antiEntropyNanos: repair ? ANTI_ENTROPY : Infinity,
      hintLimit: repair ? HINT_LIMIT : 0,
      stamps: clocks,
      maxDriftNanos: Infinity,
      entryBytes,
      ...levels(params, place.group.size),
      ...quorumTimes(params),
    }
    this.replica = new QuorumReplication(this.#options, durable, now)
  }

  configure(params: ReplicaParams): boolean {
    Object.assign(this.#options, quorumTimes(params), { entryBytes: params.entryBytes })
    this.replica.configure(levels(params, this.#options.group.size))
    return FIXED.every((name) => params[name] === this.#started[name])
  }

  receive(now: Nanos, from: number, message: never): Output<unknown> {
    return this.replica.receive(now, from, message)
  }

  operation(key: number, value: string): Operation {
    return { type: 'write', key, value }
  }

  query(key: number): Query {
    return { key }
  }

  shown(_now: Nanos, key: number): Reading {
    return this.#durable.entries.get(key)?.value ?? null
  }

  contents(): Map<number, Reading> {
    return new Map(this.replica.contents().map(([key, value]) => [Number(key), value]))
  }

  vector(): null {
    return null
  }

  reached(): Vector {
    return []
  }

  /** Nobody counts operations here: whoever is heard of has sent all it had, but for what waits as hints. */
  head(): number {
    return 0
  }

  held(): number {
    return 0
  }

  holds(): boolean {
    return false
  }

  tail(): LogLine[] {
    return []
  }
}

function levels(
  { mode, repair, clocks, writeQuorum, readQuorum }: ReplicaParams,
  members: number,
): QuorumSwitches {
  const readRepair = repair ? 'blocking' : 'none'
  if (mode === 'quorum')
    return {
      writeLevel: Math.min(writeQuorum, members),
      readLevel: Math.min(readQuorum, members),
      readRepair,
      asksFirst: clocks === 'hybrid', // by wall clocks a later stamp may still be the smaller one
    }
  return {
    writeLevel: mode === 'each-quorum' ? 'each-quorum' : 'local-quorum',
    readLevel: 'local-quorum', // overlaps every each-quorum, and local-quorums of the same region
    readRepair,
    asksFirst: false,
  }
}

function quorumTimes(params: ReplicaParams) {
  const { heartbeatNanos, electionTimeoutNanos, writeTimeoutNanos } = timings(params)
  return { heartbeatNanos, suspectNanos: electionTimeoutNanos, requestTimeoutNanos: writeTimeoutNanos }
}

export const quorum: Family<QuorumDurable> = {
  name: 'quorum',
  durable: () => QuorumReplication.durable(),
  start: (start) => new HostedQuorum(start),
}
