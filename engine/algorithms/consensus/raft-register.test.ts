import { expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import type { Output } from '../replication/replica.ts'
import { RaftRegister, type RaftRegisterDisk, type RaftRegisterMessage } from './raft-register.ts'
import { RAFT_RULES } from './raft/rules.ts'

function lifeOf(disk: RaftRegisterDisk, now: Nanos, peers: readonly number[] = []): RaftRegister {
  const raft = {
    self: 0,
    random: new RandomStream(1, 'raft register'),
    heartbeatNanos: ms(50),
    electionTimeoutNanos: ms(200),
    firstPatienceNanos: 0,
    standDelayNanos: 0,
    standSpreadNanos: ms(200),
    maxAppendEntries: 64,
    maxInFlightEntries: 1_024,
    caughtUpEntries: 100,
    preVote: true,
    checkQuorum: true,
    reads: 'read-index',
    driftBound: 0.01,
    eagerCommit: true,
    rules: RAFT_RULES,
  } as const
  const rest = { localReads: true, requestTimeoutNanos: s(1), entryBytes: 100, retainEntries: 100 }
  return new RaftRegister({ raft, ...rest, peers, votes: true }, disk, now)
}

/** What comes of it once the disk has it. */
function flushed(now: Nanos, output: Output<RaftRegisterMessage>): Output<RaftRegisterMessage>['answers'] {
  return [...output.answers, ...(output.flushed === undefined ? [] : flushed(now, output.flushed(now)))]
}

test('with local reads a replica that comes back shows nothing until it knows again what it may have shown before', () => {
  const disk = RaftRegister.disk(1)
  const first = lifeOf(disk, 0)
  for (let at = ms(10); at <= s(1); at += ms(10)) flushed(at, first.tick(at))
  const write = { type: 'write', key: 'x', value: 7 } as const
  expect(flushed(s(1), first.propose(s(1), 1, write))).toMatchObject([{ requestId: 1, ok: true }])
  expect(first.read(s(1), 2, { key: 'x' }).answers).toMatchObject([{ ok: true, value: 7 }])

  const second = lifeOf(disk, s(2))
  expect(second.readable).toBe(false)
  expect(second.read(s(2), 3, { key: 'x' }).answers).toMatchObject([{ ok: false, reason: 'not-leader' }])
  for (let at = s(2); at <= s(3); at += ms(10)) flushed(at, second.tick(at))
  expect(second.readable).toBe(true)
  expect(second.read(s(3), 4, { key: 'x' }).answers).toMatchObject([{ ok: true, value: 7 }])
})

test('it does not wait for entries that another leader has replaced', () => {
  const disk = RaftRegister.disk(3)
  const entry = (index: number, term: number) => ({
    index,
    term,
    command: null,
    configuration: null,
    sizeBytes: 0,
  })
  Object.assign(disk, { term: 1, entries: [entry(1, 1), entry(2, 1), entry(3, 1)] })
  const register = lifeOf(disk, s(1), [1, 2])
  const append = {
    type: 'append',
    term: 2,
    previousIndex: 1,
    previousTerm: 1,
    sentAt: s(1),
    round: 0,
  } as const
  flushed(s(1), register.receive(s(1), 1, { ...append, entries: [entry(2, 2)], commitIndex: 1 }))
  expect(register.readable).toBe(false)
  const next = { ...append, previousIndex: 2, previousTerm: 2, entries: [], commitIndex: 2 }
  flushed(s(1), register.receive(s(1), 1, next))
  expect(register.readable).toBe(true)
})
