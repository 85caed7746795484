import TinyQueue from 'tinyqueue'
import { raftProperties } from '../../../checks/raft/raft-properties.bed.ts'
import type { RaftProperty, RaftStep } from '../../../checks/raft/raft-step.ts'
import { AssertionError } from '../../../lib/assert.ts'
import { RandomStream } from '../../../lib/random.ts'
import { ms, us, type Nanos } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import { blankDisk, writeToDisk, type RaftDisk } from './disk.ts'
import type { LogEntry } from './log-entry.ts'
import type { RaftMessage } from './messages.ts'
import type { RaftOptions } from './options.ts'
import type { Outgoing, Output, Persist, RaftNotice, RaftRefusal } from './output.ts'
import { Raft } from './raft.ts'
import { RAFT_RULES } from './rules.ts'

/** Commands are words. */
export type Word = string

export interface RaftGroupOptions {
  readonly seed: number
  /** Everyone who may ever belong to the group, and who does at first. */
  readonly servers: number
  readonly voters: readonly number[]
  readonly raft?: Partial<RaftOptions>
  /** How disks are written; to plant bugs. */
  readonly write?: (disk: RaftDisk<Word>, persist: Persist<Word>) => void
  /** The machine; to plant bugs. */
  readonly Machine?: typeof Raft<Word>
}

interface Server {
  disk: RaftDisk<Word>
  raft: Raft<Word> | null
  incarnation: number
  /** Waiting for the disk, oldest first. */
  readonly unflushed: Output<Word>[]
  flushing: boolean
  applied: number
  /** How fast its clock runs. */
  rate: number
  clock: Nanos
  clockAt: Nanos
  flushNanos: Nanos
}

export interface Told {
  readonly at: Nanos
  readonly member: number
  readonly notice: RaftNotice
}

export const TEST_RAFT: Omit<RaftOptions, 'self' | 'random'> = {
  heartbeatNanos: ms(50),
  electionTimeoutNanos: ms(200),
  standDelayNanos: 0,
  standSpreadNanos: ms(200),
  preVote: true,
  checkQuorum: true,
  reads: 'read-index',
  driftBound: 0.15,
  eagerCommit: true,
  rules: RAFT_RULES,
  maxAppendEntries: 8,
  maxInFlightEntries: 32,
  caughtUpEntries: 4,
}

/**
 * A small world for tests of Raft: links with delay, loss, duplication, reordering and cuts; disks that take time; clocks that run
 * at their own speed; crashes. Checks every property after every call of a machine. Every run follows from its seed.
 */
export class RaftGroup {
  readonly #options: RaftGroupOptions
  readonly #random: RandomStream
  readonly #events = new TinyQueue<{ at: Nanos; order: number; run: () => void }>([], (a, b) =>
    a.at === b.at ? a.order - b.order : a.at - b.at,
  )
  readonly #servers: Server[] = []
  readonly #properties: RaftProperty[] = raftProperties()
  /** By request: what anybody had applied when it was asked. */
  readonly #reads = new Map<number, number>()
  #order = 0
  #requests = 0
  #highestApplied = 0
  now: Nanos = 0
  loss = 0
  duplication = 0
  jitterNanos: Nanos = 0
  readonly cut: boolean[][]
  readonly told: Told[] = []
  readonly deliveries: { from: number; to: number; message: RaftMessage<Word> }[] = []
  /** Keeps what was delivered, for stories. */
  recording = false
  readonly answeredReads: { requestId: number; member: number; index: number }[] = []
  readonly refusedReads: { requestId: number; reason: RaftRefusal }[] = []
  /** By property, its first complaint. */
  readonly broken = new Map<string, string>()

  constructor(options: RaftGroupOptions) {
    this.#options = options
    this.#random = new RandomStream(options.seed, 'raft group')
    this.cut = Array.from({ length: options.servers }, () => Array<boolean>(options.servers).fill(false))
    for (let member = 0; member < options.servers; member++) {
      const disk = blankDisk<Word>(settled(options.voters), 0)
      this.#servers.push({
        disk,
        raft: null,
        incarnation: 0,
        unflushed: [],
        flushing: false,
        applied: 0,
        rate: 1,
        clock: 0,
        clockAt: 0,
        flushNanos: us(500),
      })
      this.start(member)
    }
  }

  get members(): number[] {
    return this.#servers.map((_, member) => member)
  }
  raft(member: number): Raft<Word> | null {
    return this.#servers[member].raft
  }
  disk(member: number): RaftDisk<Word> {
    return this.#servers[member].disk
  }
  applied(member: number): number {
    return this.#servers[member].applied
  }
  /** The leader of the highest term, or -1. */
  get leader(): number {
    let leader = -1
    for (const member of this.members) {
      const raft = this.raft(member)
      if (raft?.role !== 'leader') continue
      if (leader === -1 || raft.term > this.raft(leader)!.term) leader = member
    }
    return leader
  }
  clock(member: number): Nanos {
    const { clock, clockAt, rate } = this.#servers[member]
    return Math.floor(clock + (this.now - clockAt) * rate)
  }
  setRate(member: number, rate: number): void {
    const server = this.#servers[member]
    server.clock = this.clock(member)
    server.clockAt = this.now
    server.rate = rate
  }
  setFlush(member: number, nanos: Nanos): void {
    this.#servers[member].flushNanos = nanos
  }

  start(member: number): void {
    const server = this.#servers[member]
    const { disk } = server
    const random = new RandomStream(this.#options.seed, `raft ${member} ${server.incarnation}`)
    const options = { ...TEST_RAFT, ...this.#options.raft, self: member, random }
    server.raft = new (this.#options.Machine ?? Raft<Word>)(options, disk, this.clock(member))
    server.applied = disk.snapshot.index
    const { term, vote, snapshot } = disk
    const started = { member, term, vote, snapshotIndex: snapshot.index, snapshotTerm: snapshot.term }
    for (const property of this.#properties) this.#judge(property.name, property.started(started))
    this.#tick(member, server.incarnation, this.#random.below(ms(10)))
  }

  /** All that is not on the disk is gone; of what was being written some may have come to the disk. */
  crash(member: number): void {
    const server = this.#servers[member]
    if (server.raft === null) return
    const written = this.#random.below(server.unflushed.length + 1)
    for (const { persist } of server.unflushed.slice(0, written)) if (persist) this.#write(server, persist)
    server.raft = null
    server.incarnation += 1
    server.unflushed.length = 0
    server.flushing = false
  }
  restart(member: number): void {
    this.crash(member)
    this.start(member)
  }

  setCut(one: readonly number[], other: readonly number[], cut: boolean, oneWay = false): void {
    for (const a of one) {
      for (const b of other) {
        if (a === b) continue
        this.cut[a][b] = cut
        if (!oneWay) this.cut[b][a] = cut
      }
    }
  }
  /** Cuts a server off from all others. */
  isolate(member: number): void {
    this.setCut([member], this.members, true)
  }
  heal(): void {
    for (const row of this.cut) row.fill(false)
    this.loss = this.duplication = this.jitterNanos = 0
    for (const member of this.members) {
      this.setRate(member, 1)
      this.setFlush(member, us(500))
      if (this.raft(member) === null) this.start(member)
    }
  }

  /** Calls a machine, and does what it asks for. Refusals come back. */
  call(
    member: number,
    what: (raft: Raft<Word>, now: Nanos) => Output<Word> | RaftRefusal,
    received: RaftStep['received'] = null,
  ): RaftRefusal | 'down' | null {
    const server = this.#servers[member]
    const { raft } = server
    if (raft === null) return 'down'
    try {
      const output = what(raft, this.clock(member))
      if (typeof output === 'string') return output
      this.#check({ member, raft, received, output })
      this.#perform(member, server, output)
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error
      this.#judge('assertion', `Server ${member}: ${error.message}.`)
      this.crash(member)
    }
    return null
  }
  propose(member: number, word: Word): RaftRefusal | 'down' | null {
    return this.call(member, (raft, now) => raft.propose(now, word, word.length))
  }
  read(member: number): number {
    this.#requests += 1
    const requestId = this.#requests
    this.#reads.set(requestId, this.#highestApplied)
    this.call(member, (raft, now) => raft.read(now, requestId))
    return requestId
  }
  /** Keeps the state instead of all but `retain` of the entries. */
  compact(member: number, retain: number): void {
    const { applied, disk } = this.#servers[member]
    if (applied <= disk.snapshot.index) return
    this.call(member, (raft, now) => raft.compact(now, applied, applied, 100, retain))
  }

  at(at: Nanos, run: () => void): void {
    this.#order += 1
    this.#events.push({ at: Math.max(at, this.now), order: this.#order, run })
  }
  runUntil(until: Nanos): void {
    for (let next = this.#events.peek(); next && next.at <= until; next = this.#events.peek()) {
      this.#events.pop()
      this.now = next.at
      next.run()
    }
    this.now = until
  }
  /** Runs until `done`, for at most `atMost`; whether it came to that. */
  runTo(done: () => boolean, atMost: Nanos): boolean {
    const end = this.now + atMost
    while (!done() && this.now < end) this.runUntil(this.now + ms(1))
    return done()
  }

  #tick(member: number, incarnation: number, delay: Nanos): void {
    this.at(this.now + delay, () => {
      if (this.#servers[member].incarnation !== incarnation) return
      this.call(member, (raft, now) => raft.tick(now))
      this.#tick(member, incarnation, ms(10))
    })
  }

  #perform(member: number, server: Server, output: Output<Word>): void {
    for (const notice of output.notices) {
      this.told.push({ at: this.now, member, notice })
      if (notice.type === 'contradicted')
        this.#judge(
          'committed-is-kept',
          `Server ${member} is to take back entry ${notice.index}, which is committed.`,
        )
    }
    for (const outgoing of output.sendFirst) this.#send(member, outgoing)
    this.#apply(member, server, output)
    if (output.persist === null && output.send.length === 0) return
    server.unflushed.push(output)
    if (!server.flushing) this.#flush(member, server)
  }

  #apply(member: number, server: Server, { restore, committed, reads, refusedReads }: Output<Word>): void {
    if (restore !== null) server.applied = restore.index
    const last: LogEntry<Word> | undefined = committed[committed.length - 1]
    if (last !== undefined) server.applied = last.index
    this.#highestApplied = Math.max(this.#highestApplied, server.applied)
    for (const { requestId, index } of reads) {
      this.answeredReads.push({ requestId, member, index })
      const floor = this.#reads.get(requestId)!
      if (server.applied < floor)
        this.#judge(
          'fresh-reads',
          `Server ${member} answers a read from entry ${server.applied}, though entry ${floor} was applied before it was asked.`,
        )
    }
    this.refusedReads.push(...refusedReads)
  }

  /** Writes as long as there is something; what only has to be sent waits for what came before it. */
  #flush(member: number, server: Server): void {
    while (server.unflushed.length > 0 && server.unflushed[0].persist === null) this.#emit(member, server)
    server.flushing = server.unflushed.length > 0
    if (!server.flushing) return
    const { incarnation } = server
    this.at(this.now + server.flushNanos, () => {
      if (server.incarnation !== incarnation) return
      const { persist } = server.unflushed[0]
      this.#write(server, persist!)
      this.#emit(member, server)
      this.call(member, (raft, now) => raft.persisted(now, persist!))
      if (server.incarnation === incarnation) this.#flush(member, server)
    })
  }
  #write(server: Server, persist: Persist<Word>): void {
    ;(this.#options.write ?? writeToDisk)(server.disk, persist)
  }
  #emit(member: number, server: Server): void {
    for (const outgoing of server.unflushed.shift()!.send) this.#send(member, outgoing)
  }

  #send(from: number, { to, message }: Outgoing<Word>): void {
    if (this.cut[from][to] || this.#random.chance(this.loss)) return
    const copies = this.#random.chance(this.duplication) ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      const jitter = this.jitterNanos > 0 ? this.#random.below(this.jitterNanos) : 0
      this.at(this.now + us(500) + this.#random.below(us(200)) + jitter, () => {
        if (this.cut[from][to] || this.raft(to) === null) return
        if (this.recording) this.deliveries.push({ from, to, message })
        this.call(to, (raft, now) => raft.receive(now, from, message), { from, message })
      })
    }
  }

  #check(step: RaftStep): void {
    for (const property of this.#properties) this.#judge(property.name, property.stepped(step))
  }
  #judge(name: string, says: string | null): void {
    if (says !== null && !this.broken.has(name))
      this.broken.set(name, `${says} (${(this.now / ms(1)).toFixed(1)} ms)`)
  }
}
