import type { Nanos } from '../../lib/units.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import type { QuorumSwitches } from './quorum-options.ts'
import type { PendingRead, PendingWrite, Question } from './quorum-pending.ts'
import type { QuorumParts, QuorumRepair } from './quorum-repair.ts'
import type { ConsistencyLevel } from './quorum-tally.ts'
import { QuorumTally } from './quorum-tally.ts'
import type { Key, Value } from './replica.ts'
import type { StoredVersion } from './version-store.ts'

/**
 * Coordinates the requests that clients bring to one replica of a quorum system: who was asked, who has answered, what the
 * answer is, who must be repaired.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.5; Gifford (1979); a write that asks first as in Lynch and Shvartsman, "Robust
 * emulation of shared memory using dynamic quorum-acknowledged broadcasts" (1997). Compare: a leader that orders all writes.
 * Cost: O(members) a request. Invariant: each request is answered once; a write is acknowledged only when its level is met;
 * a read answers the newest version that any of the counted replicas holds.
 */
export class QuorumCoordinator {
  readonly #parts: QuorumParts
  readonly #repair: QuorumRepair
  #switches: QuorumSwitches
  readonly #writes = new Map<number, PendingWrite>()
  readonly #reads = new Map<number, PendingRead>()
  #tags: number

  constructor(parts: QuorumParts, repair: QuorumRepair) {
    this.#parts = parts
    this.#repair = repair
    this.#switches = parts.options
    this.#tags = parts.durable.incarnation * 4_294_967_296
  }

  configure(switches: QuorumSwitches): void {
    this.#switches = switches
  }

  /** Whether enough replicas are alive, as far as is known. */
  canWrite(elapsed: Nanos, level: ConsistencyLevel = this.#switches.writeLevel): boolean {
    return this.#plan(elapsed, level) !== null
  }

  /** Stamps a value and spreads it, at once or, if so switched, when a read level has told what is there. */
  write(
    elapsed: Nanos,
    requestId: number,
    key: Key,
    value: Value,
    level: ConsistencyLevel = this.#switches.writeLevel,
  ): void {
    const { asksFirst, readLevel } = this.#switches
    if (asksFirst) this.#ask(elapsed, { requestId, key, level: readLevel, before: { value, level } })
    else this.#begin(elapsed, requestId, key, value, level)
  }

  /** Asks as few replicas as the level allows, nearest first, and answers the newest version among them. */
  read(
    elapsed: Nanos,
    requestId: number,
    key: Key,
    level: ConsistencyLevel = this.#switches.readLevel,
  ): void {
    this.#ask(elapsed, { requestId, key, level, before: null })
  }

  stored(_elapsed: Nanos, from: number, tag: number): void {
    const pending = this.#writes.get(tag)
    if (pending === undefined) return
    pending.tally.add(from)
    pending.waitingFor.delete(from)
    this.#settle(tag, pending)
  }

  fetched(elapsed: Nanos, from: number, tag: number, version: StoredVersion | null): void {
    const pending = this.#reads.get(tag)
    if (pending === undefined) return
    pending.versions.set(from, version)
    pending.tally.add(from)
    if (!pending.tally.satisfied) return
    this.#reads.delete(tag)
    const { requestId, key, before } = pending
    // What they hold has been observed, so that the stamp is later.
    if (before !== null) this.#begin(elapsed, requestId, key, before.value, before.level)
    else this.#complete(elapsed, pending)
  }

  /** Ends what has waited too long: hints for writes, refusals for clients; asks everyone for reads that are slow. */
  tick(elapsed: Nanos): void {
    const { options, outbox } = this.#parts
    for (const [tag, pending] of this.#writes) {
      if (elapsed - pending.startedAt < options.requestTimeoutNanos) break
      for (const member of pending.waitingFor) this.#repair.hint(member, pending.key, pending.version)
      if (!pending.answered) outbox.refuse(pending.requestId, 'timeout', pending.isRepair)
      this.#writes.delete(tag)
    }
    for (const [tag, pending] of this.#reads) {
      const waitedNanos = elapsed - pending.startedAt
      if (waitedNanos < options.speculativeNanos) break
      if (waitedNanos >= options.requestTimeoutNanos) {
        outbox.refuse(pending.requestId, 'timeout', true)
        this.#reads.delete(tag)
      } else if (!pending.askedAll) this.#askAll(tag, pending)
    }
  }

  /** Writes on their way to a member, not yet confirmed, and the stamp of the oldest. */
  unconfirmed(member: number): { readonly count: number; readonly oldestNanos: Nanos } {
    let count = 0
    let oldestNanos = Infinity
    for (const { waitingFor, version } of this.#writes.values()) {
      if (!waitingFor.has(member)) continue
      count += 1
      oldestNanos = Math.min(oldestNanos, version.stamp.physicalNanos)
    }
    return { count, oldestNanos }
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { writeLevel, readLevel, readRepair } = this.#switches
    const [pendingWrites, pendingReads] = [this.#writes.size, this.#reads.size]
    return {
      writeLevel,
      readLevel,
      readRepair,
      pendingWrites,
      pendingReads,
    }
  }

  /** Stores the version here, sends it to all, and answers when enough have it. */
  #begin(elapsed: Nanos, requestId: number, key: Key, value: Value, level: ConsistencyLevel): void {
    const { options, outbox, store, stamp } = this.#parts
    const tally = new QuorumTally({ level, group: options.group })
    const version = { value, stamp: stamp(), replica: options.group.self }
    store.put(key, version)
    outbox.persist(options.entryBytes)
    tally.add(options.group.self)
    this.#spread(elapsed, { requestId, key, version, tally, isRepair: false }, options.group.peers)
  }

  #ask(elapsed: Nanos, question: Question): void {
    const { options, outbox, store } = this.#parts
    const { requestId, key, level } = question
    const plan = this.#plan(elapsed, level)
    if (plan === null) {
      outbox.refuse(requestId, 'replicas-unreachable', true)
      return
    }
    const tally = new QuorumTally({ level, group: options.group })
    const versions = new Map<number, StoredVersion | null>()
    const asked = new Set(plan)
    const pending = { ...question, tally, startedAt: elapsed, asked, versions, askedAll: false }
    this.#tags += 1
    this.#reads.set(this.#tags, pending)
    for (const member of plan) {
      if (member !== options.group.self) outbox.send(member, { type: 'fetch', tag: this.#tags, key })
    }
    if (asked.has(options.group.self)) this.fetched(elapsed, options.group.self, this.#tags, store.get(key))
  }

  /** The nearest living members that meet a level, or null when there are not enough. */
  #plan(elapsed: Nanos, level: ConsistencyLevel): number[] | null {
    const { group, preference } = this.#parts.options
    const tally = new QuorumTally({ level, group })
    const plan: number[] = []
    for (const member of preference) {
      if (tally.satisfied) break
      if (!tally.needs(member) || !this.#repair.isAlive(elapsed, member)) continue
      tally.add(member)
      plan.push(member)
    }
    return tally.satisfied ? plan : null
  }

  /** Sends a version to members, with hints for those that are down, and waits for as many as the tally wants. */
  #spread(
    elapsed: Nanos,
    write: Pick<PendingWrite, 'requestId' | 'key' | 'version' | 'tally' | 'isRepair'>,
    members: readonly number[],
  ): void {
    const { options, outbox } = this.#parts
    const { key, version } = write
    const waitingFor = new Set<number>()
    this.#tags += 1
    for (const member of members) {
      if (!this.#repair.isAlive(elapsed, member)) {
        this.#repair.hint(member, key, version)
        continue
      }
      waitingFor.add(member)
      outbox.send(member, { type: 'store', tag: this.#tags, entries: [[key, version]] }, options.entryBytes)
    }
    const pending = { ...write, startedAt: elapsed, waitingFor, answered: false }
    this.#writes.set(this.#tags, pending)
    this.#settle(this.#tags, pending)
  }

  #settle(tag: number, pending: PendingWrite): void {
    if (!pending.answered && pending.tally.satisfied) {
      pending.answered = true
      const { requestId, version, isRepair } = pending
      this.#parts.outbox.accept(requestId, isRepair ? version.value : null, version.stamp)
    }
    if (pending.waitingFor.size === 0 && pending.answered) this.#writes.delete(tag)
  }

  /** Enough have answered: finds the newest, repairs the others as the switch says, and answers. */
  #complete(elapsed: Nanos, { requestId, key, level, versions }: PendingRead): void {
    const { options, outbox, store } = this.#parts
    let newest: StoredVersion | null = null
    for (const version of versions.values()) {
      if (version && (newest === null || compareWrites(version, newest) > 0)) newest = version
    }
    const { readRepair } = this.#switches
    if (newest === null || readRepair === 'none') {
      outbox.accept(requestId, newest?.value ?? null, newest?.stamp ?? null)
      return
    }
    const tally = new QuorumTally({ level, group: options.group })
    const stale: number[] = []
    for (const [member, version] of versions) {
      if (version && compareWrites(version, newest) === 0) tally.add(member)
      else if (member !== options.group.self) stale.push(member)
      else {
        store.put(key, newest)
        outbox.persist(options.entryBytes)
        tally.add(member)
      }
    }
    if (readRepair === 'blocking')
      this.#spread(elapsed, { requestId, key, version: newest, tally, isRepair: true }, stale)
    else {
      for (const member of stale)
        outbox.send(member, { type: 'store', tag: 0, entries: [[key, newest]] }, options.entryBytes)
      outbox.accept(requestId, newest.value, newest.stamp)
    }
  }

  #askAll(tag: number, pending: PendingRead): void {
    pending.askedAll = true
    for (const member of this.#parts.options.group.peers) {
      if (pending.asked.has(member)) continue
      pending.asked.add(member)
      this.#parts.outbox.send(member, { type: 'fetch', tag, key: pending.key })
    }
  }
}
