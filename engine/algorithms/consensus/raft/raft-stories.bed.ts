import { ms, s } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import type { RaftGroup } from './raft-group.bed.ts'

/** A course of events that leads up to one particular danger; how it gets there depends on the seed. */
export type Story = (group: RaftGroup) => void

/** Runs until one of `members` leads, and returns it; the run's end when nobody does. */
function leaderAmong(group: RaftGroup, members: readonly number[]): number {
  group.runTo(() => members.some((member) => group.raft(member)?.role === 'leader'), s(3))
  return members.find((member) => group.raft(member)?.role === 'leader') ?? -1
}

const others = (group: RaftGroup, ...members: number[]) =>
  group.members.filter((member) => !members.includes(member))

/** Only these can talk, and only to each other. */
function onlyAmong(group: RaftGroup, members: readonly number[]): void {
  group.setCut(group.members, group.members, true)
  group.setCut(members, members, false)
}

/** §5.4.2, figure 8: an entry of an old term reaches a majority late, and a server with a newer last entry comes back. */
export const figure8: Story = (group) => {
  const first = leaderAmong(group, group.members)
  group.runUntil(group.now + ms(50))
  const [second, third, fourth, fifth] = others(group, first)
  onlyAmong(group, [first, second])
  group.propose(first, 'old')
  const at = group.raft(first)!.lastIndex
  group.runTo(() => group.disk(second).entries.some(({ index }) => index === at), s(1))
  group.crash(first)
  onlyAmong(group, [third, fourth, fifth])
  const rival = leaderAmong(group, [third, fourth, fifth])
  if (rival === -1) return
  onlyAmong(group, []) // its first entry stays with itself
  group.runTo(() => group.disk(rival).entries.some(({ index }) => index === at), s(1))
  group.crash(rival)
  group.start(first)
  const helpers = others(group, first, second, rival)
  onlyAmong(group, [first, second, helpers[0]])
  const again = leaderAmong(group, [first, second])
  if (again === -1) return
  group.runTo(() => group.raft(again)!.commitIndex >= at, ms(100))
  onlyAmong(group, [])
  group.crash(again)
  group.start(rival)
  onlyAmong(group, [rival, ...helpers])
  leaderAmong(group, [rival])
}

/** §5.4.1: a deposed leader has many entries that nobody else has, all of an old term. */
export const longOldLog: Story = (group) => {
  const first = leaderAmong(group, group.members)
  group.runUntil(group.now + ms(50))
  group.isolate(first)
  for (let i = 0; i < 6; i++) group.propose(first, `stays here ${i}`)
  const second = leaderAmong(group, others(group, first))
  if (second === -1) return
  group.propose(second, 'committed')
  group.runUntil(group.now + ms(20))
  group.crash(second)
  group.setCut(group.members, group.members, false)
  group.runUntil(group.now + s(1))
}

/** §6, figure 10: two servers are exchanged for two others, while half of the old group cannot be reached. */
export const halfExchanged: Story = (group) => {
  const leader = leaderAmong(group, [0, 1, 2])
  group.call(leader, (raft, now) => raft.changeMembers(now, settled([0, 1, 2], [3, 4])))
  group.runUntil(group.now + ms(100))
  const left = [0, 1, 2].filter((member) => member !== leader)
  group.setCut(left, [leader, 3, 4], true)
  group.call(leader, (raft, now) => raft.changeMembers(now, settled([leader, 3, 4])))
  group.runUntil(group.now + ms(20))
  group.propose(leader, 'by the new')
  leaderAmong(group, left)
}

/** §7: a server that has left the group knows of it from a snapshot only, and one that was away does not know at all. */
export const exchangedInSnapshot: Story = (group) => {
  const away = [0, 1].find((member) => member !== leaderAmong(group, [0, 1, 2]))!
  group.runUntil(group.now + ms(50))
  group.crash(away)
  const leader = leaderAmong(group, group.members)
  const leaves = [0, 1, 2].find((member) => member !== away && member !== leader)!
  group.call(leader, (raft, now) => raft.changeMembers(now, settled([0, 1, 2], [3, 4])))
  group.runUntil(group.now + ms(100))
  group.call(leader, (raft, now) => raft.changeMembers(now, settled([leader, 3, 4])))
  group.runUntil(group.now + ms(100))
  group.compact(leaves, 0)
  group.runUntil(group.now + ms(20))
  group.restart(leaves)
  group.start(away)
  group.setCut([leaves, away], [leader, 3, 4], true)
  group.propose(leader, 'goes on')
  group.runUntil(group.now + s(1))
}
