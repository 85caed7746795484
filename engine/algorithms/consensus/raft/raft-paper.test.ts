import { describe, expect, test } from 'vitest'
import { ms } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import { append, entriesOf, OneServer, voteRequest } from './one-server.bed.ts'
import { RaftGroup } from './raft-group.bed.ts'
import { exchangedInSnapshot, figure8, halfExchanged, longOldLog } from './raft-stories.bed.ts'

const accepted = (term: number, index: number) =>
  ({
    type: 'append-reply',
    term,
    accepted: true,
    index,
    hintIndex: 0,
    hintTerm: -1,
    sentAt: 0,
    round: 0,
  }) as const

describe('§5.1 terms', () => {
  test('§5.1 “if a server’s term is smaller than the other’s, it updates its term to the larger value”', () => {
    const server = new OneServer([1])
    server.hear(1, append(4, [1, 1], []))
    expect([server.raft.term, server.disk.term]).toEqual([4, 4])
  })
  test('§5.1 “if a candidate or leader discovers that its term is out of date, it immediately reverts to follower state”', () => {
    const server = new OneServer()
    server.lead()
    server.hear(1, { ...accepted(9, 0), accepted: false })
    expect([server.raft.role, server.raft.term]).toEqual(['follower', 9])
  })
  test('§5.1 “if a server receives a request with a stale term number, it rejects the request”', () => {
    const server = new OneServer([1, 3])
    expect(server.hear(1, append(2, [1, 1], [2]))).toMatchObject([{ accepted: false, term: 3 }])
    expect(server.hear(1, voteRequest(2, 9, 2))).toMatchObject([{ granted: false, term: 3 }])
    expect(server.terms).toEqual([1, 3])
  })
})

describe('§5.2 leader election', () => {
  test('§5.2 “when servers start up, they begin as followers”', () => {
    expect(new OneServer().raft.role).toBe('follower')
  })
  test('§5.2 “increments its current term, votes for itself, and issues RequestVote RPCs in parallel”, all of it durable first', () => {
    const server = new OneServer()
    const sent = server.wait(ms(400))
    expect(sent.filter(({ type }) => type === 'vote-request')).toHaveLength(2)
    expect([server.disk.term, server.disk.vote, server.raft.role]).toEqual([1, 0, 'candidate'])
  })
  test('§5.2 “wins an election if it receives votes from a majority of the servers in the full cluster for the same term”', () => {
    const server = new OneServer([], {}, 5)
    server.wait(ms(400))
    const vote = { type: 'vote-reply', term: 1, campaignTerm: 1, probe: false, granted: true } as const
    server.hear(1, vote)
    server.hear(1, vote) // the same voter again is no second vote
    expect(server.raft.role).toBe('candidate')
    server.hear(2, vote)
    expect(server.raft.role).toBe('leader')
  })
  test('§5.2 “each server will vote for at most one candidate in a given term, on a first-come-first-served basis”', () => {
    const server = new OneServer()
    expect(server.hear(1, voteRequest(1, 0, 0))).toMatchObject([{ granted: true }])
    expect(server.hear(2, voteRequest(1, 0, 0))).toMatchObject([{ granted: false }])
    expect(server.hear(1, voteRequest(1, 0, 0))).toMatchObject([{ granted: true }])
    expect(server.disk.vote).toBe(1)
  })
  test('§5.2 a candidate that hears from a leader of its term “recognizes the leader as legitimate and returns to follower state”', () => {
    const server = new OneServer()
    server.wait(ms(400))
    server.hear(1, append(1, [0, 0], []))
    expect([server.raft.role, server.raft.leader]).toEqual(['follower', 1])
  })
  test('§5.2 “Raft uses randomized election timeouts”: servers that begin together rarely stand together', () => {
    let split = 0
    for (let seed = 1; seed <= 50; seed++) {
      const group = new RaftGroup({ seed, servers: 5, voters: [0, 1, 2, 3, 4], raft: { preVote: false } })
      group.runTo(() => group.leader >= 0, ms(2_000))
      if (group.raft(group.leader)!.term > 1) split += 1
    }
    expect(split).toBeLessThan(15)
  })
})

describe('§5.3 log replication', () => {
  test('§5.3 “a log entry is committed once the leader that created the entry has replicated it on a majority of the servers”', () => {
    const server = new OneServer([], {}, 5)
    server.lead()
    server.hear(1, accepted(1, 1))
    expect(server.raft.commitIndex).toBe(0)
    server.hear(2, accepted(1, 1))
    expect(server.raft.commitIndex).toBe(1)
  })
  test('§5.3 “if the follower does not find an entry in its log with the same index and term, then it refuses the new entries”', () => {
    const server = new OneServer([1, 1])
    expect(server.hear(1, append(2, [3, 2], [2]))).toMatchObject([
      { accepted: false, index: 3, hintIndex: 3 },
    ])
    expect(server.hear(1, append(2, [2, 2], [2]))).toMatchObject([{ accepted: false, index: 2 }])
    expect(server.terms).toEqual([1, 1])
  })
  test.each([
    ['(a) lacks one', [1, 1, 1, 4, 4, 5, 5, 6, 6]],
    ['(b) lacks many', [1, 1, 1, 4]],
    ['(c) has one more', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6]],
    ['(d) has two of a later term', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7]],
    ['(e) has others, and lacks some', [1, 1, 1, 4, 4, 4, 4]],
    ['(f) has many that nobody else has', [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]],
  ])(
    '§5.3, figure 7 %s: “conflicting entries in follower logs will be overwritten with entries from the leader’s log”',
    (_what, terms) => {
      const from = new OneServer([1, 1, 1, 4, 4, 5, 5, 6, 6, 6], {}, 3, 7)
      const to = new OneServer(terms)
      let messages = from.lead()
      let rounds = 0
      for (; rounds < 9 && to.terms.join() !== from.terms.join(); rounds++) {
        const replies = messages
          .filter(({ type }) => type === 'append')
          .slice(0, 1)
          .flatMap((message) => to.hear(0, message))
        messages = replies.flatMap((reply) => from.hear(1, reply))
      }
      expect(to.terms).toEqual(from.terms)
      expect(rounds, 'one refusal a conflicting term, not one an entry').toBeLessThanOrEqual(4)
    },
  )
  test('§5.3 an append that is late and short takes nothing back: the follower deletes “an existing entry” only if it conflicts', () => {
    const server = new OneServer()
    server.hear(1, append(1, [0, 0], [1, 1, 1]))
    expect(server.hear(1, append(1, [0, 0], [1]))).toMatchObject([{ accepted: true, index: 1 }])
    expect(server.terms).toEqual([1, 1, 1])
  })
})

describe('§5.4 safety', () => {
  test('§5.4.1 “the voter denies its vote if its own log is more up-to-date than that of the candidate”', () => {
    const asked = (index: number, term: number) =>
      new OneServer([1, 2, 2]).hear(1, voteRequest(5, index, term))
    expect(asked(9, 1)).toMatchObject([{ granted: false }]) // longer, but of an earlier term
    expect(asked(2, 2)).toMatchObject([{ granted: false }]) // the same term, but shorter
    expect(asked(3, 2)).toMatchObject([{ granted: true }])
    expect(asked(1, 3)).toMatchObject([{ granted: true }])
  })
  test('§5.4.2 “Raft never commits log entries from previous terms by counting replicas”', () => {
    const server = new OneServer([1, 1], { maxAppendEntries: 1 })
    server.lead()
    server.hear(1, accepted(2, 2))
    expect(server.raft.commitIndex).toBe(0)
    server.hear(1, accepted(2, 3)) // its own first entry, and with it all before
    expect(server.raft.commitIndex).toBe(3)
  })
  test.each([
    ['§5.4.2, figure 8', figure8, { maxAppendEntries: 1 }, [0, 1, 2, 3, 4]],
    ['§5.4.1, a long log of an old term', longOldLog, {}, [0, 1, 2, 3, 4]],
    ['§6, figure 10', halfExchanged, { caughtUpEntries: 1_000 }, [0, 1, 2]],
    ['§7, members known from a snapshot', exchangedInSnapshot, { caughtUpEntries: 1_000 }, [0, 1, 2]],
  ] as const)('%s: nothing that was committed is lost', (_what, story, options, voters) => {
    for (let seed = 1; seed <= 10; seed++) {
      const raft = { preVote: false, checkQuorum: false, ...options }
      const group = new RaftGroup({ seed, servers: 5, voters, raft })
      story(group)
      expect([...group.broken]).toEqual([])
    }
  })
})

describe('§6 membership, §7 snapshots, §8 reads', () => {
  test('§6 “once a given server adds the new configuration entry to its log, it uses that configuration for all future decisions”, and goes back when the entry is taken back', () => {
    const server = new OneServer([1])
    const entry = { ...entriesOf([1], 2)[0], command: null, configuration: settled([0, 1, 2, 3]) }
    server.hear(1, { ...append(1, [1, 1], []), entries: [entry] })
    expect(server.raft.configuration.voters).toEqual([0, 1, 2, 3])
    server.hear(2, append(2, [1, 1], [2]))
    expect(server.raft.configuration.voters).toEqual([0, 1, 2])
  })
  test('§6 “agreement requires separate majorities from both the old and new configurations”', () => {
    const server = new OneServer([], { caughtUpEntries: 100 })
    server.lead()
    server.hear(1, accepted(1, 1))
    server.do((raft, now) => raft.changeMembers(now, settled([0, 3, 4])))
    for (const from of [3, 4]) server.hear(from, accepted(1, 2))
    expect(server.raft.commitIndex, 'a majority of the new ones alone').toBe(1)
    server.hear(2, accepted(1, 2))
    expect(server.raft.commitIndex).toBe(2)
    expect(server.raft.configuration, 'C-new follows at once').toEqual(settled([0, 3, 4]))
  })
  test('§6 servers disregard vote requests “within the minimum election timeout of hearing from a current leader”', () => {
    const server = new OneServer([], { checkQuorum: true })
    server.hear(1, append(1, [0, 0], []))
    expect(server.hear(2, voteRequest(7, 9, 6))).toEqual([])
    expect(server.raft.term).toBe(1)
    server.now += ms(200)
    expect(server.hear(2, voteRequest(7, 9, 6))).toMatchObject([{ granted: true }])
  })
  test('§7 a snapshot that describes a prefix: “entries following the snapshot are still valid and must be retained”', () => {
    const server = new OneServer([1, 1, 2])
    const snapshot = { index: 2, term: 1, configuration: settled([0, 1, 2]), state: 'two', sizeBytes: 1 }
    server.hear(1, { type: 'snapshot', term: 2, snapshot, sentAt: 0, round: 0 })
    expect([server.terms, server.raft.commitIndex]).toEqual([[1, 1, 2], 2])
  })
  test('§7 a snapshot with new information: “the follower discards its entire log”', () => {
    const server = new OneServer([1, 1])
    const snapshot = { index: 5, term: 2, configuration: settled([0, 1]), state: 'five', sizeBytes: 1 }
    expect(server.hear(1, { type: 'snapshot', term: 2, snapshot, sentAt: 0, round: 0 })).toMatchObject([
      { accepted: true, index: 5 },
    ])
    expect([server.terms, server.disk.snapshot.state, server.raft.configuration.voters]).toEqual([
      [],
      'five',
      [0, 1],
    ])
  })
  test('§8 “each leader commits a blank no-op entry into the log at the start of its term”', () => {
    const server = new OneServer()
    expect(server.lead().filter(({ type }) => type === 'append')).toMatchObject([
      { entries: [{ command: null, term: 1 }] },
      { entries: [{ command: null, term: 1 }] },
    ])
  })
  test('§8 “a leader must check whether it has been deposed before processing a read-only request”', () => {
    const server = new OneServer()
    server.lead()
    server.hear(1, accepted(1, 1))
    expect(server.raft.read(server.now, 1).reads).toEqual([])
    const reads = server.raft.receive(server.now, 2, { ...accepted(1, 1), round: 1 }).reads
    expect(reads).toEqual([{ requestId: 1, index: 1 }])
  })
})
