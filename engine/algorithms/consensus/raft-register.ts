import { ms, type Nanos } from '../../lib/units.ts'
import type { Key, Leadership, Output, Query, Value } from '../replication/replica.ts'
import type { RegisterCommand } from './log-register.ts'
import { LogReplica } from './log-replica.ts'
import { settled } from './raft/configuration.ts'
import { stepTowards } from './raft/membership.ts'
import { blankDisk, writeToDisk, type RaftDisk } from './raft/disk.ts'
import type { RaftMessage } from './raft/messages.ts'
import type { RaftOptions } from './raft/options.ts'
import type { Output as RaftOutput, Persist, RaftNotice } from './raft/output.ts'
import { Raft } from './raft/raft.ts'

/** A replica that is not what it is to be in the group says so to all, until the leader has seen to it. */
export interface MembershipWish {
  readonly type: 'membership-wish'
  readonly votes: boolean
}
export type RaftRegisterMessage = RaftMessage<RegisterCommand> | MembershipWish
export type RaftRegisterDisk = RaftDisk<RegisterCommand>

export interface RaftRegisterOptions {
  readonly raft: RaftOptions
  /** 'confirmed': a read waits until the leader has confirmed that it leads, and this replica has got so far. 'local': it shows what is here. */
  localReads: boolean
  /** A request that is not settled by then is given up on; it may still happen. */
  requestTimeoutNanos: Nanos
  entryBytes: number
  /** Applied entries that are kept for others before a snapshot takes their place. */
  retainEntries: number
  /** The other replicas, and whether this one is to vote or to leave the group. */
  readonly peers: readonly number[]
  votes: boolean
}

/** How often a replica says that it is to join or to leave. */
const WISH_AGAIN: Nanos = ms(200)

/** One call of the machine within, for checkers. */
export interface RaftRegisterStep {
  readonly received: { readonly from: number; readonly message: RaftMessage<RegisterCommand> } | null
  readonly output: RaftOutput<RegisterCommand>
}

/**
 * Registers on a log by Raft. Writes go through the leader; reads are confirmed by it, or taken from the replica at hand.
 * Paper: Ongaro and Ousterhout (2014); reads: Ongaro's thesis (2014), section 6.4. Local reads of one replica with writes in
 * one order are sequentially consistent: Attiya and Welch, "Sequential consistency versus linearizability" (1994), as in
 * ZooKeeper. Compare: reads through the log (`PaxosRegister`). Cost: a round a write, a round without a log entry a read.
 * Invariant: linearizable with confirmed reads; with local ones sequential, as long as users do not go back in the log.
 */
export class RaftRegister extends LogReplica<RaftRegisterMessage> {
  readonly mode = 'raft'
  readonly raft: Raft<RegisterCommand>
  readonly #options: RaftRegisterOptions
  readonly #disk: RaftRegisterDisk
  /** Reads that wait for the leader's word: what they ask for. */
  readonly #reads = new Map<number, Key>()
  #steps: RaftRegisterStep[] = []
  #wishedAt: Nanos = -Infinity
  /** Where the log ended when this life began, less what has been replaced since: an earlier life may have shown its readers so much. */
  #mayHaveShown: number

  static disk(members: number): RaftRegisterDisk {
    return blankDisk(settled(Array.from({ length: members }, (_, member) => member)), [])
  }

  constructor(options: RaftRegisterOptions, disk: RaftRegisterDisk, now: Nanos) {
    const { index, state } = disk.snapshot
    super({ self: options.raft.self, values: new Map(state as [Key, Value][]), applied: index })
    this.#options = options
    this.#disk = disk
    this.raft = new Raft(options.raft, disk, now)
    this.#mayHaveShown = this.raft.lastIndex
  }

  /** Whether reads can be answered: by the leader's leave, or from here once this life knows as much as any before it. */
  get readable(): boolean {
    return this.#options.localReads ? this.applied >= this.#mayHaveShown : this.raft.leader !== -1
  }

  get disk(): RaftRegisterDisk {
    return this.#disk
  }

  /** What the machine within did since the last call; only its last step may be looked at together with the machine. */
  takeSteps(): readonly RaftRegisterStep[] {
    const steps = this.#steps
    if (steps.length > 0) this.#steps = []
    return steps
  }

  tick(now: Nanos): Output<RaftRegisterMessage> {
    this.register.giveUp(now - this.#options.requestTimeoutNanos)
    return this.#seekMembership(now) ?? this.#compact(now) ?? this.#perform(this.raft.tick(now), null)
  }

  receive(now: Nanos, from: number, message: RaftRegisterMessage): Output<RaftRegisterMessage> {
    if (message.type === 'membership-wish')
      return this.#changeMembers(now, from, message.votes) ?? this.outbox.take()
    return this.#perform(this.raft.receive(now, from, message), { from, message })
  }

  /** Replaces old entries by a snapshot once there are enough. */
  #compact(now: Nanos): Output<RaftRegisterMessage> | null {
    const { retainEntries, entryBytes } = this.#options
    if (this.applied - this.#disk.snapshot.index < 2 * retainEntries) return null
    const state = this.register.copy()
    const output = this.raft.compact(now, this.applied, state, state.length * entryBytes, retainEntries)
    return this.#perform(output, null)
  }

  /** Joins or leaves the group, if it is to: does so as its leader, or asks whoever is. One that was put out may not know that: it just hears nothing. */
  #seekMembership(now: Nanos): Output<RaftRegisterMessage> | null {
    const { peers, votes, raft } = this.#options
    const step = stepTowards(this.raft.configuration, raft.self, votes)
    const isAsItShould = step === null && !(votes && this.raft.leader === -1)
    if (isAsItShould || now - this.#wishedAt < WISH_AGAIN) return null
    this.#wishedAt = now
    if (this.raft.role === 'leader') return this.#changeMembers(now, raft.self, votes)
    for (const peer of peers) this.outbox.send(peer, { type: 'membership-wish', votes })
    return null
  }

  /** One step towards what `member` is to be; null when it cannot be taken now, or somebody else leads. */
  #changeMembers(now: Nanos, member: number, votes: boolean): Output<RaftRegisterMessage> | null {
    const step = stepTowards(this.raft.configuration, member, votes)
    const output = step === null ? null : this.raft.changeMembers(now, step)
    return output === null || typeof output === 'string' ? null : this.#perform(output, null)
  }

  read(now: Nanos, request: number, { key }: Query): Output<RaftRegisterMessage> {
    if (this.#options.localReads) {
      if (!this.readable) return this.refuse(request, 'not-leader', this.raft.leader)
      this.outbox.accept(request, this.get(key), null)
      return this.outbox.take()
    }
    this.#reads.set(request, key)
    return this.#perform(this.raft.read(now, request), null)
  }

  leadership(): Leadership {
    const { role, term, leader } = this.raft
    const leads = role === 'leader'
    return {
      role: leads ? 'leader' : role === 'follower' ? 'follower' : 'candidate',
      epoch: term,
      writable: leads,
      leader,
    }
  }

  inspect() {
    return { ...this.raft.inspect(), register: this.register.inspect() } as const
  }

  protected append(now: Nanos, request: number, key: Key, value: Value): Output<RaftRegisterMessage> {
    const { raft } = this
    const output = raft.propose(now, { origin: raft.self, request, key, value }, this.#options.entryBytes)
    if (typeof output === 'string') return this.refuse(request, 'not-leader', raft.leader)
    this.register.wait(now, request)
    return this.#perform(output, null)
  }

  /** What Raft asks for, as replicas say it. Everything waits for the disk that may. */
  #perform(
    output: RaftOutput<RegisterCommand>,
    received: RaftRegisterStep['received'],
  ): Output<RaftRegisterMessage> {
    this.#steps.push({ received, output })
    this.#mayHaveShown = Math.min(this.#mayHaveShown, this.raft.lastIndex)
    const { sendFirst, restore, committed, reads, refusedReads, persist, send, notices } = output
    for (const notice of notices) this.#note(notice)
    if (restore !== null) this.register.replace(restore.state as [Key, Value][], restore.index)
    for (const { index, command } of committed) this.register.apply(command, index)
    for (const { requestId } of reads) this.#answerRead(requestId)
    for (const { requestId } of refusedReads)
      if (this.#reads.delete(requestId)) this.outbox.refuse(requestId, 'not-leader', true)
    for (const { to, message, sizeBytes } of sendFirst) this.outbox.send(to, message, sizeBytes)
    for (const { to, message, sizeBytes } of send) this.outbox.send(to, message, sizeBytes)
    if (persist !== null) this.outbox.persist(Math.max(1, persist.bytes))
    if (persist === null) return this.outbox.take()
    return { ...this.outbox.take(), flushed: (now) => this.#persisted(now, persist) }
  }

  #persisted(now: Nanos, persist: Persist<RegisterCommand>): Output<RaftRegisterMessage> {
    writeToDisk(this.#disk, persist)
    return this.#perform(this.raft.persisted(now, persist), null)
  }

  #answerRead(request: number): void {
    const key = this.#reads.get(request)
    if (key === undefined) return
    this.#reads.delete(request)
    this.outbox.accept(request, this.get(key), null)
  }

  #note(notice: RaftNotice): void {
    if (notice.type === 'became-leader')
      this.outbox.notice({ type: 'became-leader', epoch: notice.term, lastIndex: notice.lastIndex })
    else if (notice.type === 'stepped-down') {
      this.register.loseLeadership()
      const cause = notice.cause === 'quorum-lost' ? 'lease-expired' : 'higher-epoch'
      this.outbox.notice({ type: 'stepped-down', epoch: notice.term, cause })
    } else if (notice.type === 'snapshot-installed')
      this.outbox.notice({ type: 'snapshot-installed', from: notice.from, index: notice.index })
    else if (notice.type === 'configuration')
      this.outbox.notice({ type: 'members-changed', configuration: notice.configuration })
  }
}
