import { RandomStream } from '../../../lib/random.ts'
import { ms } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import { blankDisk, writeToDisk, type RaftDisk } from './disk.ts'
import type { LogEntry } from './log-entry.ts'
import type { AppendRequest, RaftMessage, VoteRequest } from './messages.ts'
import type { RaftOptions } from './options.ts'
import type { Output } from './output.ts'
import { TEST_RAFT, type Word } from './raft-group.bed.ts'
import { Raft } from './raft.ts'

/** One server of three or five, whose messages are read and written by hand. Its disk takes no time. */
export class OneServer {
  readonly disk: RaftDisk<Word>
  readonly raft: Raft<Word>
  now = 0
  sent: { to: number; message: RaftMessage<Word> }[] = []

  constructor(
    terms: readonly number[] = [],
    raft: Partial<RaftOptions> = {},
    servers = 3,
    term = terms[terms.length - 1] ?? 0,
  ) {
    const voters = Array.from({ length: servers }, (_, member) => member)
    this.disk = blankDisk<Word>(settled(voters), 0)
    this.disk.entries = entriesOf(terms)
    this.disk.term = term
    const random = new RandomStream(1, 'one server')
    // Whoever begins again is loyal for a while to the leader that it may have had.
    this.raft = new Raft(
      { ...TEST_RAFT, preVote: false, checkQuorum: false, self: 0, random, ...raft },
      this.disk,
      0,
    )
  }

  /** What it sends after this call. */
  do(what: (raft: Raft<Word>, now: number) => Output<Word> | string): readonly RaftMessage<Word>[] {
    const output = what(this.raft, this.now)
    if (typeof output === 'string') throw new Error(output)
    this.sent = [...output.sendFirst]
    if (output.persist !== null) {
      writeToDisk(this.disk, output.persist)
      this.sent.push(...this.raft.persisted(this.now, output.persist).sendFirst)
    }
    this.sent.push(...output.send)
    return this.sent.map(({ message }) => message)
  }
  hear(from: number, message: RaftMessage<Word>): readonly RaftMessage<Word>[] {
    return this.do((raft, now) => raft.receive(now, from, message))
  }
  /** Lets time pass, in ticks of 10 ms. */
  wait(nanos: number): readonly RaftMessage<Word>[] {
    const sent: RaftMessage<Word>[] = []
    for (const end = this.now + nanos; this.now < end;) {
      this.now += ms(10)
      sent.push(...this.do((raft, now) => raft.tick(now)))
    }
    return sent
  }
  /** Makes it the leader of the next term. */
  lead(): readonly RaftMessage<Word>[] {
    while (this.raft.role !== 'candidate') this.wait(ms(10))
    const { term, configuration } = this.raft
    const grant = { type: 'vote-reply', term, campaignTerm: term, probe: false, granted: true } as const
    return configuration.voters.slice(1).flatMap((from) => this.hear(from, grant))
  }
  get terms(): number[] {
    return this.disk.entries.map(({ term }) => term)
  }
}

/** A log in which entry i has the i-th of these terms. */
export const entriesOf = (terms: readonly number[], from = 1): LogEntry<Word>[] =>
  terms.map((term, i) => ({
    index: from + i,
    term,
    command: `${term}.${from + i}`,
    configuration: null,
    sizeBytes: 8,
  }))

export const append = (
  term: number,
  previous: readonly [index: number, term: number],
  terms: readonly number[],
  commitIndex = 0,
): AppendRequest<Word> => ({
  type: 'append',
  term,
  previousIndex: previous[0],
  previousTerm: previous[1],
  entries: entriesOf(terms, previous[0] + 1),
  commitIndex,
  sentAt: 0,
  round: 0,
})

export const voteRequest = (
  term: number,
  lastIndex: number,
  lastTerm: number,
  probe = false,
): VoteRequest => ({
  type: 'vote-request',
  term: probe ? term - 1 : term,
  campaignTerm: term,
  probe,
  transfer: false,
  lastIndex,
  lastTerm,
})
