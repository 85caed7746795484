import { expect, test } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import { RaftGroup } from './raft-group.bed.ts'
import { tellLogs, tellMessages, tellNotices } from './tell-group.bed.ts'

const THREE = { servers: 3, voters: [0, 1, 2] }
const ledBy = (group: RaftGroup, members = group.members) =>
  group.runTo(() => members.some((member) => group.raft(member)?.role === 'leader'), s(3))
const golden = (name: string, lines: readonly string[]) =>
  expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`)

test('§5.2 a leader crashes, another takes over, and the first comes back as a follower (§5.1: its term is out of date)', async () => {
  const group = new RaftGroup({ seed: 3, ...THREE })
  const lines: string[] = []
  ledBy(group)
  const first = group.leader
  group.propose(first, 'one')
  group.runUntil(group.now + ms(20))
  group.crash(first)
  lines.push(...tellNotices(group), `${first} crashes`)
  const told = group.told.length
  ledBy(group)
  group.propose(group.leader, 'two')
  group.runUntil(group.now + ms(20))
  group.start(first)
  group.runUntil(group.now + ms(150))
  lines.push(...tellNotices(group, told), ...tellLogs(group))
  expect([...group.broken]).toEqual([])
  await golden('leader-change', lines)
})

test('§5.3 “conflicting entries in follower logs will be overwritten with entries from the leader’s log”: a leader that was cut off comes back with some', async () => {
  const group = new RaftGroup({ seed: 5, ...THREE })
  ledBy(group)
  const first = group.leader
  group.propose(first, 'everywhere')
  group.runUntil(group.now + ms(20))
  group.isolate(first)
  for (const word of ['here', 'only', 'here']) group.propose(first, word)
  group.runUntil(group.now + ms(10))
  const lines = [`${first} is cut off and takes three commands`, ...tellLogs(group)]
  ledBy(
    group,
    group.members.filter((member) => member !== first),
  )
  group.propose(group.leader, 'elsewhere')
  group.runUntil(group.now + ms(20))
  lines.push('the others go on', ...tellLogs(group), 'it is back')
  const told = group.told.length
  group.recording = true
  group.setCut(group.members, group.members, false)
  group.runTo(() => group.applied(first) === group.applied(group.leader), s(1))
  lines.push(...tellMessages(group), ...tellNotices(group, told), ...tellLogs(group))
  expect([...group.broken]).toEqual([])
  await golden('conflict-repair', lines)
})

test('§6 two of three servers are exchanged by joint consensus while commands go on; those who have nothing yet learn first (thesis §4.2.1)', async () => {
  const group = new RaftGroup({ seed: 2, servers: 5, voters: [0, 1, 2] })
  const lines: string[] = []
  ledBy(group)
  const { leader } = group
  for (let i = 0; i < 6; i++) group.propose(leader, `w${i}`)
  group.runUntil(group.now + ms(20))
  const told = group.told.length
  const ask = (next: ReturnType<typeof settled>) =>
    group.call(leader, (raft, now) => raft.changeMembers(now, next)) ?? 'taken'
  lines.push(`voters who have nothing yet: ${ask(settled([leader, 3, 4]))}`)
  lines.push(`learners: ${ask(settled([0, 1, 2], [3, 4]))}`)
  lines.push(`a second change meanwhile: ${ask(settled([0, 1, 2]))}`)
  group.runUntil(group.now + ms(100))
  lines.push(`voters: ${ask(settled([leader, 3, 4]))}`)
  group.propose(leader, 'meanwhile')
  group.runUntil(group.now + ms(100))
  lines.push(...tellNotices(group, told), ...tellLogs(group))
  expect([...group.broken]).toEqual([])
  await golden('membership-change', lines)
})

test('§7 “the leader must occasionally send snapshots to followers that lag behind”: one was away for longer than the log reaches back', async () => {
  const group = new RaftGroup({ seed: 4, ...THREE })
  ledBy(group)
  const { leader } = group
  const away = group.members.find((member) => member !== leader)!
  group.crash(away)
  for (let i = 0; i < 6; i++) group.propose(leader, `w${i}`)
  group.runUntil(group.now + ms(30))
  group.compact(leader, 2)
  group.propose(leader, 'after')
  group.runUntil(group.now + ms(30))
  const lines = [
    `${away} is away, ${leader} keeps the state and two entries`,
    ...tellLogs(group),
    'it is back',
  ]
  const told = group.told.length
  group.recording = true
  group.start(away)
  group.runTo(() => group.applied(away) === group.applied(leader), s(1))
  lines.push(...tellMessages(group), ...tellNotices(group, told), ...tellLogs(group))
  expect([...group.broken]).toEqual([])
  await golden('snapshot', lines)
})

test('thesis §3.10 leadership is transferred without waiting for an election timeout', async () => {
  const group = new RaftGroup({ seed: 6, ...THREE })
  ledBy(group)
  const { leader } = group
  group.runUntil(group.now + ms(100))
  const told = group.told.length
  const to = group.members.find((member) => member !== leader)!
  const from = group.now
  group.call(leader, (raft, now) => raft.transfer(now, to))
  const meanwhile = group.propose(leader, 'meanwhile')
  group.runTo(() => group.raft(to)!.role === 'leader', s(1))
  expect(group.now - from).toBeLessThan(ms(10))
  group.runUntil(group.now + ms(20))
  const lines = [`a command meanwhile: ${meanwhile}`, ...tellNotices(group, told), ...tellLogs(group)]
  await golden('transfer', lines)
})
