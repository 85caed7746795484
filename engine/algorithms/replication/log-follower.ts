import type { Nanos } from '../../lib/units.ts'
import type { HybridLogicalClock } from '../clock/hybrid-logical-clock.ts'
import type { Acknowledged, AcknowledgedLoss } from './acknowledged-loss.ts'
import { lostToSnapshot, lostToTruncation } from './acknowledged-loss.ts'
import type {
  AppendMessage,
  AppendReply,
  LogShippingMessage,
  SnapshotMessage,
} from './log-shipping-messages.ts'
import type { Outbox } from './outbox.ts'
import type { LogOutline, ShippedLog } from './shipped-log.ts'

export interface LogFollowerOptions {
  readonly log: ShippedLog
  readonly acknowledged: Acknowledged
  readonly clock: HybridLogicalClock
  readonly outbox: Outbox<LogShippingMessage>
  readonly wallClock: () => Nanos
  readonly entryBytes: number
  readonly retainEntries: number
}

/** Messages that overtook their predecessors wait for them, so that a link that reorders costs no resending. */
const MOST_WAITING = 128

/**
 * The receiving end of a shipped log: checks that the logs agree up to where the new entries begin, takes back what an
 * earlier leader left, and appends.
 * Paper: Ongaro and Ousterhout (2014), section 5.3; where logs part is found
 * in one step from the shape of the follower's log, not one entry back at a time.
 * Compare: appending whatever comes (two leaders' entries would mix).
 * Cost: O(entries) a message. Invariant: logs match: if two hold an entry of the same index and epoch, they agree in all
 * entries up to it.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions
  readonly #log: ShippedLog
  #epoch = 0
  #leader = -1
  #matchIndex = 0
  readonly #waiting = new Map<number, AppendMessage>()
  #appended = 0

  constructor(options: LogFollowerOptions) {
    this.#options = options
    this.#log = options.log
  }

  /** Takes in entries of the current leader, and answers it. The caller has made sure of its epoch. */
  append(from: number, message: AppendMessage): void {
    this.#enter(message.epoch, from)
    const { log } = this.#options
    let fits = true
    if (message.previousIndex > log.lastIndex) {
      fits = this.#matchIndex > 0 // then it has only overtaken others
      if (message.entries.length > 0 && this.#waiting.size < MOST_WAITING) {
        this.#waiting.set(message.previousIndex, message)
      }
    } else {
      fits = log.epochAt(message.previousIndex) === message.previousEpoch && this.#take(message)
      if (fits) this.#takeWaiting()
    }
    log.commit(Math.min(message.commitIndex, this.#matchIndex))
    this.#persist()
    log.compact(message.heldByAll, this.#options.retainEntries)
    this.#reply(from, fits ? null : log.outline(), message.sentAt)
  }

  /** Replaces the log by a leader's snapshot, and answers it. The caller has made sure of its epoch. */
  install(from: number, message: SnapshotMessage): void {
    this.#enter(message.epoch, from)
    const { baseIndex, epochStarts } = message.snapshot
    if (this.#log.agreesUpTo({ lastIndex: baseIndex, epochStarts }) < baseIndex) {
      this.#notice(lostToSnapshot(this.#options.acknowledged, this.#log, message.snapshot))
      this.#options.outbox.notice({ type: 'snapshot-installed', from, index: baseIndex })
      this.#log.install(message.snapshot)
      this.#appended += message.snapshot.values.length
    }
    this.#matchIndex = Math.max(this.#matchIndex, baseIndex)
    this.#log.commit(baseIndex)
    this.#persist()
    this.#reply(from, null, message.sentAt)
  }

  /** Tells a leader of the past that `epoch` has begun. */
  refuse(to: number, epoch: number, sentAt: Nanos): void {
    const refusal: AppendReply = {
      type: 'append-reply',
      epoch,
      accepted: false,
      matchIndex: 0,
      conflict: null,
      sentAt,
    }
    this.#options.outbox.send(to, refusal)
  }

  /** A new leader's log has to be matched anew. */
  #enter(epoch: number, leader: number): void {
    if (epoch === this.#epoch && leader === this.#leader) return
    this.#epoch = epoch
    this.#leader = leader // without fencing even one epoch can have two
    this.#matchIndex = 0
    this.#waiting.clear()
  }

  /** Appends what is new. False: the logs part below the base. */
  #take(message: AppendMessage): boolean {
    for (const entry of message.entries) {
      if (entry.index <= this.#log.lastIndex) {
        if (this.#log.epochAt(entry.index) === entry.epoch) continue
        if (entry.index <= this.#log.baseIndex) return false
        const dropped = this.#log.truncateFrom(entry.index)
        this.#notice(lostToTruncation(this.#options.acknowledged, dropped))
      }
      this.#log.append(entry)
      this.#appended += 1
    }
    this.#matchIndex = Math.max(this.#matchIndex, message.previousIndex + message.entries.length)
    return true
  }

  #takeWaiting(): void {
    for (let next = this.#waiting.get(this.#matchIndex); next; next = this.#waiting.get(this.#matchIndex)) {
      this.#waiting.delete(this.#matchIndex)
      if (!this.#take(next)) return
    }
    for (const previousIndex of this.#waiting.keys()) {
      if (previousIndex < this.#matchIndex) this.#waiting.delete(previousIndex)
    }
  }

  /** What was appended has to be durable before the reply; later stamps of this replica come after it. */
  #persist(): void {
    if (this.#appended === 0) return
    this.#options.outbox.persist(this.#appended * this.#options.entryBytes)
    this.#options.clock.observe(this.#options.wallClock(), this.#log.lastStamp)
    this.#appended = 0
  }

  #notice(loss: AcknowledgedLoss | null): void {
    if (loss) this.#options.outbox.notice({ type: 'acknowledged-writes-lost', ...loss })
  }

  #reply(to: number, conflict: LogOutline | null, sentAt: Nanos): void {
    const matchIndex = this.#matchIndex
    const epoch = this.#epoch
    this.#options.outbox.send(to, {
      type: 'append-reply',
      epoch,
      accepted: true,
      matchIndex,
      conflict,
      sentAt,
    })
  }
}
