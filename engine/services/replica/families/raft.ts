import type { RegisterCommand } from '../../../algorithms/consensus/log-register.ts'
import {
  RaftRegister,
  type RaftRegisterDisk,
  type RaftRegisterMessage,
  type RaftRegisterOptions,
} from '../../../algorithms/consensus/raft-register.ts'
import { tellConfiguration } from '../../../algorithms/consensus/raft/configuration.ts'
import type { LogEntry } from '../../../algorithms/consensus/raft/log-entry.ts'
import type { Output } from '../../../algorithms/replication/replica.ts'
import type { Nanos } from '../../../lib/units.ts'
import { inspectRaft } from '../../raft-host/inspect-raft.ts'
import type { Family, LogLine, ReplicaDisk, Start } from '../hosted.ts'
import { HostedLogReplica } from '../hosted-log-replica.ts'
import { timings, type ReplicaParams } from '../params.ts'
import type { Place } from '../place.ts'
import type { ProtocolFact } from '../protocol.ts'
import { RULES } from '../raft-rules.ts'
import { tailOf } from '../tail-of.ts'

const NOTHING: Output<never> = { persistBytes: 0, send: [], answers: [], notices: [] }
/** Entries in one message, on their way to one server, and that a learner may lack. */
const LIMITS = { maxAppendEntries: 64, maxInFlightEntries: 1_024, caughtUpEntries: 100 }
const DRIFT_BOUND = 0.01

/** A server of a Raft group with registers on top. A disk that was lost takes promises with it, so such a server takes no part. */
class HostedRaft extends HostedLogReplica<RaftRegisterMessage> {
  readonly replica: RaftRegister
  readonly ready: boolean
  readonly #options: RaftRegisterOptions
  readonly #group: string
  readonly #self: number
  readonly #place: Place
  readonly #rules: ReplicaParams['rules']
  #told = false

  constructor({ place, params, random, now, disk, durable }: Start<RaftRegisterDisk>) {
    super()
    const { self, members } = place.group
    this.ready = !disk.joining
    this.#self = self
    this.#place = place
    this.#rules = params.rules
    this.#group = groupName(members[0].name, disk)
    this.#options = {
      raft: { ...LIMITS, ...switches(params), self, random, firstPatienceNanos: 0 },
      peers: place.group.peers,
      ...settings(params),
    }
    this.replica = new RaftRegister(this.#options, durable, now)
  }

  get readable(): boolean {
    return this.replica.readable
  }

  configure(params: ReplicaParams): boolean {
    Object.assign(this.#options, settings(params))
    this.replica.raft.configure(switches(params))
    return params.rules === this.#rules
  }

  receive(now: Nanos, from: number, message: RaftRegisterMessage): Output<unknown> {
    return this.ready ? this.replica.receive(now, from, message) : NOTHING
  }

  head(_from: number, message: RaftRegisterMessage): number {
    return message.type === 'append' ? message.commitIndex : -1
  }

  tail(): LogLine[] {
    const { entries, baseIndex } = this.replica.disk
    const lines = tailOf(
      entries.slice(-8).map(({ command }) => command),
      baseIndex + Math.max(0, entries.length - 8),
    )
    return lines.map((line, i) => ({ ...line, epoch: entries[entries.length - lines.length + i].term }))
  }

  /** The same picture as that of every server of a Raft group. */
  picture() {
    const { members } = this.#place.group
    const names = members.map(({ name }) => name)
    const { raft, disk } = this.replica
    const place = { self: this.#self, names }
    const behind = Math.max(0, raft.commitIndex - this.replica.applied)
    return {
      view: 'raft-log',
      ...inspectRaft({ raft, place, takesPart: this.ready, behind }, tellEntry),
      snapshot: { upTo: disk.snapshot.index, registers: (disk.snapshot.state as unknown[]).length },
    }
  }

  facts(): readonly ProtocolFact[] {
    const facts: ProtocolFact[] = []
    const group = this.#group
    const member = this.#self
    if (!this.#told) {
      this.#told = true
      const { term, vote, snapshot } = this.replica.disk
      const fact = { group, member, term, vote, snapshotIndex: snapshot.index, snapshotTerm: snapshot.term }
      facts.push({ name: 'raft-start', fact })
    }
    for (const step of this.replica.takeSteps())
      facts.push({ name: 'raft-step', fact: { group, member, raft: this.replica.raft, ...step } })
    return facts
  }
}

/** Each life of the store is a group of its own. */
const groupName = (first: string, { generation }: ReplicaDisk): string => `${first}, life ${generation}`

function settings(params: ReplicaParams) {
  return {
    localReads: params.mode === 'sequential',
    requestTimeoutNanos: timings(params).writeTimeoutNanos,
    entryBytes: params.entryBytes,
    retainEntries: params.retainEntries,
    votes: params.votes,
  }
}

function switches(params: ReplicaParams) {
  const { heartbeatNanos, electionTimeoutNanos } = timings(params)
  return {
    heartbeatNanos,
    electionTimeoutNanos,
    standDelayNanos: 0,
    standSpreadNanos: electionTimeoutNanos,
    preVote: true,
    checkQuorum: true,
    reads: 'read-index',
    driftBound: DRIFT_BOUND,
    eagerCommit: true,
    rules: RULES[params.rules],
  } as const
}

export const raft: Family<RaftRegisterDisk> = {
  name: 'raft',
  durable: ({ group }) => RaftRegister.disk(group.size),
  start: (start) => new HostedRaft(start),
}

/** An entry in a few words. */
function tellEntry({ command, configuration }: LogEntry<RegisterCommand>): string {
  if (configuration !== null) return `group ${tellConfiguration(configuration)}`
  if (command === null) return 'begins its term'
  return `${command.key} = ${String(command.value)}`
}
