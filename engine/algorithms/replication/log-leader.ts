import type { Nanos } from '../../lib/units.ts'
import { acknowledgedIndex, type AcknowledgementRule } from './acknowledgement.ts'
import type {
  AppendMessage,
  AppendReply,
  LogShippingMessage,
  SnapshotMessage,
} from './log-shipping-messages.ts'
import type { Outbox } from './outbox.ts'
import type { LinkLag } from './replica.ts'
import type { ReplicaGroup } from './replica-group.ts'
import type { ShippedLog } from './shipped-log.ts'
import { ShippingProgress } from './shipping-progress.ts'

export interface LogLeaderOptions {
  readonly group: ReplicaGroup
  readonly heartbeatNanos: Nanos
  readonly resendNanos: Nanos
  /** A follower that confirmed nothing for this long is taken to be out of reach. */
  readonly electionTimeoutNanos: Nanos
  /** Entries may wait this long for company before they are shipped; 0 ships each write at once. */
  readonly batchNanos: Nanos
  /** A write not acknowledged by then is answered as a timeout (it may still happen). */
  readonly writeTimeoutNanos: Nanos
  /** Writes that may wait for acknowledgement at a time. */
  readonly pendingLimit: number
  readonly entryBytes: number
}

/** Entries in one message, and on the way to one follower: few while it is silent. */
const BATCH_ENTRIES = 256
const WINDOW_ENTRIES = 8_192

interface PendingWrite {
  readonly requestId: number
  readonly index: number
  readonly proposedAt: Nanos
}

/**
 * The sending end of a shipped log, for one epoch of leadership: ships to every follower at its own pace, and decides
 * which writes are acknowledged.
 * Paper: Ongaro and Ousterhout (2014), sections 5.3, 5.4.2 (only entries of the own epoch are counted); what counts as
 * acknowledged is that of the mode. Compare: quorum writes without a leader (no order between writes).
 * Cost: O(members) a write or reply. Invariant: what is acknowledged is held as widely as the mode says, and was written
 * or confirmed in this epoch.
 */
export class LogLeader {
  readonly #options: LogLeaderOptions
  readonly #log: ShippedLog
  readonly epoch: number
  /** Where this epoch begins in the log. */
  readonly #startIndex: number
  readonly #progress: (ShippingProgress | null)[]
  readonly #heldUpTo: number[]
  readonly #heard: boolean[]
  /** By member: when the newest message that it confirmed was sent. */
  readonly #confirmedAt: Nanos[]
  readonly #sentAt: Nanos[]
  readonly #alive: number[] // by member: 1 when it was heard of lately
  readonly #rewoundAt: Nanos[]
  readonly #pending: PendingWrite[] = []
  #shippedAt: Nanos

  /** The log's last entry is the mark of the new epoch, not yet shipped. */
  constructor(options: LogLeaderOptions, log: ShippedLog, epoch: number, elapsed: Nanos) {
    const { group, resendNanos } = options
    this.#options = options
    this.#log = log
    this.epoch = epoch
    this.#startIndex = log.lastIndex
    const sentUpTo = log.lastIndex - 1 // most followers have all that came before
    this.#progress = group.members.map((_, member) =>
      member === group.self ? null : new ShippingProgress({ resendNanos, sentUpTo }),
    )
    this.#heldUpTo = group.members.map((_, member) => (member === group.self ? log.lastIndex : 0))
    this.#heard = group.members.map((_, member) => member === group.self)
    this.#confirmedAt = group.members.map(() => elapsed) // a new leader gives everyone the time to answer
    this.#sentAt = group.members.map(() => -Infinity)
    this.#rewoundAt = group.members.map(() => -Infinity)
    this.#shippedAt = elapsed
    this.#alive = group.members.map(() => 0)
  }

  /** Whether everything acknowledged in earlier epochs is readable here. */
  get isCaughtUp(): boolean {
    return this.#log.commitIndex >= this.#startIndex
  }
  get isFull(): boolean {
    return this.#pending.length >= this.#options.pendingLimit
  }

  /** Whether enough replicas were heard of lately for a write to have a chance of being acknowledged. */
  reaches(elapsed: Nanos, rule: AcknowledgementRule): boolean {
    if (rule.mode === 'async') return true
    const { group, electionTimeoutNanos } = this.#options
    for (let member = 0; member < group.size; member++) {
      const silent = elapsed - this.#confirmedAt[member]
      this.#alive[member] = member === group.self || silent < electionTimeoutNanos ? 1 : 0
    }
    return acknowledgedIndex(rule, group, this.#alive) === 1
  }

  /** Ships the log's newest entry, and remembers whom to tell when it is acknowledged. */
  proposed(elapsed: Nanos, requestId: number, outbox: Outbox<LogShippingMessage>): void {
    const index = this.#log.lastIndex
    this.#heldUpTo[this.#options.group.self] = index
    this.#pending.push({ requestId, index, proposedAt: elapsed })
    if (this.#options.batchNanos === 0 || elapsed - this.#shippedAt >= this.#options.batchNanos) {
      this.#ship(elapsed, outbox)
    }
  }

  /** Resends what was lost, ships what waits, and keeps the followers and the lease alive. */
  tick(elapsed: Nanos, outbox: Outbox<LogShippingMessage>): void {
    for (const progress of this.#progress) progress?.resendDue(elapsed)
    if (elapsed - this.#shippedAt >= this.#options.batchNanos) this.#ship(elapsed, outbox)
    for (const peer of this.#options.group.peers) {
      if (elapsed - this.#sentAt[peer] >= this.#options.heartbeatNanos)
        this.#sendEntries(elapsed, peer, 0, outbox)
    }
    this.#expire(elapsed, outbox)
  }

  /** Takes in what a follower holds. The caller has made sure of the epoch. */
  replied(elapsed: Nanos, from: number, reply: AppendReply, outbox: Outbox<LogShippingMessage>): void {
    // No log gets shorter than what it confirmed in this epoch, unless its disk was lost.
    const shorter = (reply.conflict?.lastIndex ?? Infinity) < this.#heldUpTo[from]
    if (shorter && reply.sentAt > this.#confirmedAt[from]) this.#startOver(from)
    const progress = this.#progress[from]
    if (progress === null) return
    this.#heard[from] = true
    this.#confirmedAt[from] = Math.max(this.#confirmedAt[from], reply.sentAt)
    progress.confirmed(elapsed, reply.matchIndex, elapsed - reply.sentAt)
    if (reply.matchIndex > this.#heldUpTo[from]) this.#heldUpTo[from] = reply.matchIndex
    if (reply.conflict && reply.sentAt >= this.#rewoundAt[from]) {
      this.#rewoundAt[from] = elapsed // what was sent before will conflict too, and says nothing new
      const agreed = this.#log.agreesUpTo(reply.conflict)
      progress.rewind(elapsed, agreed)
      if (agreed < reply.conflict.baseIndex) this.#sendSnapshot(elapsed, from, outbox)
      this.#shipTo(elapsed, from, outbox)
    } else if (progress.sentUpTo < this.#log.lastIndex && this.#options.batchNanos === 0) {
      this.#shipTo(elapsed, from, outbox)
    }
  }

  /** Acknowledges what `rule` allows by now. Gives the acknowledged index. */
  acknowledge(rule: AcknowledgementRule, outbox: Outbox<LogShippingMessage>): number {
    const index = acknowledgedIndex(rule, this.#options.group, this.#heldUpTo)
    const counts = rule.mode === 'async' || this.#log.epochAt(index) === this.epoch
    if (counts && index > this.#log.commitIndex) this.#log.commit(index)
    let done = 0
    while (done < this.#pending.length && this.#pending[done].index <= this.#log.commitIndex) {
      const { requestId, index: at } = this.#pending[done]
      const stamp = this.#log.entry(at)?.stamp ?? this.#log.lastStamp
      outbox.accept(requestId, null, stamp, { epoch: this.epoch, index: at })
      done += 1
    }
    if (done > 0) this.#pending.splice(0, done)
    return this.#log.commitIndex
  }

  /** Tells all waiting clients that their writes are in doubt: this replica leads no more. */
  abandon(outbox: Outbox<LogShippingMessage>, leader: number): void {
    for (const { requestId } of this.#pending) outbox.refuse(requestId, 'leadership-lost', false, leader)
    this.#pending.length = 0
  }

  /** Every member holds the log up to here. */
  get heldByAll(): number {
    let least = Infinity
    for (const held of this.#heldUpTo) if (held < least) least = held
    return least
  }

  /** Lag of every follower. One not heard of in this epoch is taken to hold what came before it, for want of knowledge. */
  lag(now: Nanos): LinkLag[] {
    return this.#options.group.peers.map((to) => {
      const held = this.#heard[to] ? this.#heldUpTo[to] : Math.max(this.#heldUpTo[to], this.#startIndex - 1)
      const oldest = this.#log.entry(Math.max(held, this.#log.baseIndex) + 1)
      return {
        to,
        behindEntries: this.#log.lastIndex - held,
        behindNanos: oldest ? Math.max(0, now - oldest.stamp.physicalNanos) : 0,
      }
    })
  }

  /** What the view draws. Reads only. */
  inspect() {
    return {
      startIndex: this.#startIndex,
      pending: this.#pending.length,
      followers: this.#options.group.peers.map((peer) => ({
        member: this.#options.group.members[peer].name,
        heldUpTo: this.#heldUpTo[peer],
        ...this.#progress[peer]?.inspect(),
      })),
    } as const
  }

  #startOver(member: number): void {
    this.#heldUpTo[member] = 0
    this.#progress[member] = new ShippingProgress({ resendNanos: this.#options.resendNanos, sentUpTo: 0 })
  }

  #ship(elapsed: Nanos, outbox: Outbox<LogShippingMessage>): void {
    this.#shippedAt = elapsed
    for (const peer of this.#options.group.peers) this.#shipTo(elapsed, peer, outbox)
  }

  #shipTo(elapsed: Nanos, peer: number, outbox: Outbox<LogShippingMessage>): void {
    const progress = this.#progress[peer]
    if (progress === null) return
    if (progress.sentUpTo < this.#log.baseIndex) this.#sendSnapshot(elapsed, peer, outbox)
    const window = progress.silent ? BATCH_ENTRIES : WINDOW_ENTRIES
    while (progress.sentUpTo < this.#log.lastIndex && progress.inFlight < window) {
      this.#sendEntries(elapsed, peer, BATCH_ENTRIES, outbox)
    }
  }

  #sendEntries(elapsed: Nanos, peer: number, atMost: number, outbox: Outbox<LogShippingMessage>): void {
    const progress = this.#progress[peer]
    if (progress === null) return
    const log = this.#log
    const previousIndex = Math.max(progress.sentUpTo, log.baseIndex)
    const entries = atMost > 0 ? log.slice(previousIndex + 1, atMost) : []
    const message: AppendMessage = {
      type: 'append',
      epoch: this.epoch,
      previousIndex,
      previousEpoch: log.epochAt(previousIndex),
      entries,
      commitIndex: log.commitIndex,
      heldByAll: this.heldByAll,
      sentAt: elapsed,
    }
    if (entries.length > 0) progress.sent(elapsed, previousIndex + entries.length)
    this.#sentAt[peer] = elapsed
    outbox.send(peer, message, entries.length * this.#options.entryBytes)
  }

  #sendSnapshot(elapsed: Nanos, peer: number, outbox: Outbox<LogShippingMessage>): void {
    const snapshot = this.#log.snapshot()
    this.#progress[peer]?.sent(elapsed, snapshot.baseIndex)
    this.#sentAt[peer] = elapsed
    const message: SnapshotMessage = { type: 'snapshot', epoch: this.epoch, snapshot, sentAt: elapsed }
    outbox.send(peer, message, snapshot.values.length * this.#options.entryBytes)
  }

  #expire(elapsed: Nanos, outbox: Outbox<LogShippingMessage>): void {
    const before = elapsed - this.#options.writeTimeoutNanos
    let expired = 0
    while (expired < this.#pending.length && this.#pending[expired].proposedAt <= before) {
      outbox.refuse(this.#pending[expired].requestId, 'timeout', false)
      expired += 1
    }
    if (expired > 0) this.#pending.splice(0, expired)
  }
}
