import { assert } from '../../../lib/assert.ts'
import type { Nanos } from '../../../lib/units.ts'
import { ConfigurationHistory } from './configuration-history.ts'
import { isVoter, type Configuration } from './configuration.ts'
import type { RaftDisk } from './disk.ts'
import type { LogEntry, Snapshot } from './log-entry.ts'
import type { RaftOptions } from './options.ts'
import { RaftOutbox } from './outbox.ts'
import type { RaftNotice } from './output.ts'
import { Quorum } from './quorum.ts'
import { RaftLog } from './raft-log.ts'
import type { LogEnd } from './rules.ts'

export type Role = 'follower' | 'candidate' | 'leader'

type Cause = Extract<RaftNotice, { type: 'stepped-down' }>['cause']

/** What all parts of one server's machine share: term, vote, log, role, and what is to be done about them. */
export class RaftState<Command> {
  readonly log: RaftLog<Command>
  readonly configurations: ConfigurationHistory
  readonly outbox = new RaftOutbox<Command>()
  quorum: Quorum
  options: RaftOptions
  snapshot: Snapshot
  term: number
  /** The newest term that is on the disk: in a later one nothing may be said yet. */
  durableTerm: number
  vote: number
  role: Role = 'follower'
  /** Who leads this term, or -1 while nobody is known to. */
  leader = -1
  commitIndex: number
  /** The node's clock at the call that is being worked on. */
  now: Nanos
  /** When patience began anew: a leader was heard of, a vote given, a campaign begun. */
  contactAt: Nanos
  /** When a leader was last heard of; one that restarts may have heard of one just before. */
  heardAt: Nanos

  constructor(options: RaftOptions, disk: RaftDisk<Command>, now: Nanos) {
    this.options = options
    this.quorum = new Quorum(options.rules)
    this.term = this.durableTerm = disk.term
    this.vote = disk.vote
    this.snapshot = disk.snapshot
    this.log = new RaftLog(disk.baseIndex, disk.baseTerm, disk.entries)
    this.configurations = new ConfigurationHistory(disk.snapshot.index, disk.snapshot.configuration)
    for (const entry of disk.entries) if (entry.index > disk.snapshot.index) this.configurations.note(entry)
    this.commitIndex = disk.snapshot.index
    this.now = now
    this.contactAt = now
    this.heardAt = disk.term === 0 ? -Infinity : now
  }

  get self(): number {
    return this.options.self
  }
  get configuration(): Configuration {
    return this.configurations.current
  }
  /** Whether this server counts among those who may be elected. */
  get mayStand(): boolean {
    return isVoter(this.configurations.current, this.options.self)
  }
  get end(): LogEnd {
    return { term: this.log.lastTerm, index: this.log.lastIndex }
  }

  /** Enters a term; its vote is still free. */
  enterTerm(term: number, vote = -1): void {
    assert(term >= this.term, 'terms never go back')
    if (term === this.term && vote === this.vote) return
    if (term > this.term) this.leader = -1
    this.term = term
    this.vote = vote
    this.outbox.hardState()
  }

  follow(leader: number): void {
    if (this.role === 'leader') this.stepDown('higher-term')
    this.role = 'follower'
    if (leader !== this.leader) this.outbox.notice({ type: 'follows', term: this.term, leader })
    this.leader = leader
    this.contactAt = this.heardAt = this.now
  }

  stepDown(cause: Cause): void {
    if (this.role === 'leader') {
      this.outbox.notice({ type: 'stepped-down', term: this.term, cause })
      this.contactAt = this.now
    }
    if (this.leader === this.self) this.leader = -1
    this.role = 'follower'
  }

  append(entry: LogEntry<Command>): void {
    this.log.append(entry)
    this.configurations.note(entry)
    this.outbox.changed(entry.index)
    if (entry.configuration !== null) this.#tellConfiguration(entry.index)
  }

  truncate(index: number): void {
    assert(index > this.commitIndex, 'what is committed is never taken back')
    this.outbox.notice({ type: 'truncated', from: index, count: this.log.lastIndex - index + 1 })
    this.log.truncate(index)
    const before = this.configurations.currentIndex
    this.configurations.truncate(index)
    this.outbox.changed(index)
    if (this.configurations.currentIndex !== before) this.#tellConfiguration(this.configurations.currentIndex)
  }

  /** Everything up to `index` is committed, as far as it is here. */
  commit(index: number): void {
    if (index > this.commitIndex) this.commitIndex = Math.min(index, this.log.lastIndex)
  }

  #tellConfiguration(index: number): void {
    this.outbox.notice({ type: 'configuration', index, configuration: this.configuration })
  }
}
