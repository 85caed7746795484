import type { Nanos } from '../../../lib/units.ts'
import type { Key, Leadership, Output, Query, Value } from '../../replication/replica.ts'
import type { RegisterCommand } from '../log-register.ts'
import { LogReplica } from '../log-replica.ts'
import type { Ballot, PaxosMessage, PaxosOutput } from './paxos-messages.ts'
import type { PaxosDurable, PaxosOptions } from './paxos-options.ts'
import { PaxosReplica } from './paxos-replica.ts'

export type RegisterMessage = PaxosMessage<RegisterCommand>
export type PaxosRegisterDurable = PaxosDurable<RegisterCommand>

export interface PaxosRegisterOptions extends PaxosOptions {
  /** A request that is not settled by then is given up on; it may still happen. */
  readonly requestTimeoutNanos: Nanos
  readonly entryBytes: number
}

/** A slot has been settled here. */
export interface Settled {
  readonly slot: number
  readonly command: RegisterCommand | null
}

/**
 * Registers on a log by Paxos. Reads go through the log as well: that is what makes them see every write that was
 * acknowledged before, at the price of a round.
 * Paper: Lamport, "The part-time parliament" (1998), section 3.3. Compare: Raft's reads by index (no entry of the log).
 * Cost: one round a request under a steady leader. Invariant: linearizable.
 */
export class PaxosRegister extends LogReplica<RegisterMessage> {
  readonly mode = 'paxos'
  readonly #options: PaxosRegisterOptions
  readonly #paxos: PaxosReplica<RegisterCommand>
  #settled: Settled[] = []

  static durable(): PaxosRegisterDurable {
    return PaxosReplica.durable()
  }

  constructor(options: PaxosRegisterOptions, durable: PaxosRegisterDurable, now: Nanos) {
    super({ self: options.self, values: new Map(), applied: 0 })
    this.#options = options
    this.#paxos = new PaxosReplica(options, durable, now)
    for (const [slot, command] of durable.chosen.entries()) this.register.apply(command, slot + 1)
  }

  /** Slots settled since the last call, in order. */
  takeSettled(): readonly Settled[] {
    const settled = this.#settled
    if (settled.length > 0) this.#settled = []
    return settled
  }

  tick(now: Nanos): Output<RegisterMessage> {
    this.register.giveUp(now - this.#options.requestTimeoutNanos)
    return this.#perform(this.#paxos.tick(now))
  }

  receive(now: Nanos, from: number, message: RegisterMessage): Output<RegisterMessage> {
    return this.#perform(this.#paxos.receive(now, from, message))
  }

  read(now: Nanos, requestId: number, { key }: Query): Output<RegisterMessage> {
    return this.append(now, requestId, key)
  }

  leadership(): Leadership {
    const { leads, leader, ballot } = this.#paxos
    return { role: leads ? 'leader' : 'follower', epoch: ballot + 1, writable: leads, leader }
  }

  inspect() {
    return { ...this.#paxos.inspect(), register: this.register.inspect() } as const
  }

  protected append(now: Nanos, request: number, key: Key, value?: Value): Output<RegisterMessage> {
    const { self } = this.#options
    const command =
      value === undefined ? { origin: self, request, key } : { origin: self, request, key, value }
    const proposed = this.#paxos.propose(now, command)
    if (proposed === null) return this.refuse(request, 'not-leader', this.#paxos.leader)
    this.register.wait(now, request)
    return this.#perform(proposed.output)
  }

  #perform({ persistRecords, send, notices }: PaxosOutput<RegisterCommand>): Output<RegisterMessage> {
    const { entryBytes } = this.#options
    if (persistRecords > 0) this.outbox.persist(persistRecords * entryBytes)
    for (const { to, message } of send) this.outbox.send(to, message, entries(message) * entryBytes)
    for (const notice of notices) {
      if (notice.type === 'chosen') {
        this.#settled.push({ slot: notice.slot, command: notice.command })
        this.register.apply(notice.command, notice.slot + 1)
      } else if (notice.type === 'leads') this.outbox.notice(leads(notice.ballot, this.applied))
      else {
        this.register.loseLeadership()
        this.outbox.notice({ type: 'stepped-down', epoch: notice.ballot + 1, cause: 'higher-epoch' })
      }
    }
    return this.outbox.take()
  }
}

const leads = (ballot: Ballot, lastIndex: number) =>
  ({ type: 'became-leader', epoch: ballot + 1, lastIndex }) as const

/** How many commands a message carries. */
function entries(message: RegisterMessage): number {
  if (message.type === 'accept') return 1
  if (message.type === 'learn') return message.commands.length
  return message.type === 'promise' ? message.accepted.length : 0
}
