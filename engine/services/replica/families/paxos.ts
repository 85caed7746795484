import {
  PaxosRegister,
  type PaxosRegisterDurable,
  type PaxosRegisterOptions,
  type RegisterMessage,
} from '../../../algorithms/consensus/paxos/paxos-register.ts'
import type { Output } from '../../../algorithms/replication/replica.ts'
import { ms, type Nanos } from '../../../lib/units.ts'
import type { Family, LogLine, Start } from '../hosted.ts'
import { HostedLogReplica } from '../hosted-log-replica.ts'
import { timings, type ReplicaParams } from '../params.ts'
import type { ProtocolFact } from '../protocol.ts'
import { tailOf } from '../tail-of.ts'

const RESEND = ms(300)
const NOTHING: Output<never> = { persistBytes: 0, send: [], answers: [], notices: [] }

type Changeable = { -readonly [K in keyof PaxosRegisterOptions]: PaxosRegisterOptions[K] }

/** A replica of a log by Paxos. A disk that was lost takes promises with it, so such a replica only learns. */
class HostedPaxos extends HostedLogReplica<RegisterMessage> {
  readonly replica: PaxosRegister
  readonly #options: Changeable
  readonly #durable: PaxosRegisterDurable
  readonly ready: boolean
  readonly #generation: number

  constructor({ place, params, random, now, disk, durable }: Start<PaxosRegisterDurable>) {
    super()
    this.ready = !disk.joining
    this.#generation = disk.generation
    this.#durable = durable
    this.#options = {
      members: place.group.size,
      self: place.group.self,
      random,
      resendNanos: RESEND,
      entryBytes: params.entryBytes,
      ...times(params),
      ...(disk.joining ? { patienceNanos: Infinity } : {}),
    }
    this.replica = new PaxosRegister(this.#options, durable, now)
  }

  configure(params: ReplicaParams): boolean {
    Object.assign(this.#options, times(params), { entryBytes: params.entryBytes })
    if (!this.ready) this.#options.patienceNanos = Infinity
    return true
  }

  receive(now: Nanos, from: number, message: RegisterMessage): Output<unknown> {
    // Promises that were on the lost disk must not be broken: it takes no part in ballots any more.
    if (!this.ready && (message.type === 'prepare' || message.type === 'accept')) return NOTHING
    return this.replica.receive(now, from, message)
  }

  head(_from: number, message: RegisterMessage): number {
    return message.type === 'heartbeat' || message.type === 'accept' ? message.chosen : -1
  }

  tail(): LogLine[] {
    return tailOf(this.#durable.chosen, 0)
  }

  facts(): readonly ProtocolFact[] {
    return this.replica.takeSettled().map(({ slot, command }) => ({
      name: 'slot-chosen',
      fact: {
        generation: this.#generation,
        slot,
        command: command === null ? null : JSON.stringify(command),
      },
    }))
  }
}

function times(params: ReplicaParams) {
  const { heartbeatNanos, electionTimeoutNanos, writeTimeoutNanos } = timings(params)
  return {
    heartbeatNanos,
    patienceNanos: electionTimeoutNanos,
    requestTimeoutNanos: writeTimeoutNanos,
  }
}

export const paxos: Family<PaxosRegisterDurable> = {
  name: 'paxos',
  durable: () => PaxosRegister.durable(),
  start: (start) => new HostedPaxos(start),
}
