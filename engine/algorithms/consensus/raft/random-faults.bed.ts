import { RandomStream } from '../../../lib/random.ts'
import { ms, type Nanos } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import type { RaftGroup } from './raft-group.bed.ts'

/** What goes wrong in a run; a preset leaves some of it out. */
export interface FaultPreset {
  readonly crashes?: boolean
  readonly cuts?: boolean
  readonly loss?: boolean
  readonly reordering?: boolean
  readonly slowDisks?: boolean
  /** Clocks run faster and slower by up to this share. */
  readonly drift?: number
  readonly snapshots?: boolean
  readonly membership?: boolean
  readonly transfers?: boolean
  /** Leaders are cut off or crash within milliseconds of taking commands, which then are on some servers only (figure 8). */
  readonly churn?: boolean
  /** A leader with a slow clock is cut off from followers with fast ones, and is asked on. */
  readonly slowLeader?: boolean
}

export const FAULT_PRESETS: Readonly<Record<string, FaultPreset>> = {
  calm: {},
  crashes: { crashes: true },
  cuts: { cuts: true },
  lossy: { loss: true, reordering: true },
  'slow disks': { slowDisks: true, crashes: true },
  'wrong clocks': { drift: 0.15, cuts: true, transfers: true },
  snapshots: { snapshots: true, crashes: true, cuts: true },
  churn: { churn: true },
  'slow leaders': { slowLeader: true },
  everything: {
    crashes: true,
    cuts: true,
    loss: true,
    reordering: true,
    slowDisks: true,
    drift: 0.15,
    snapshots: true,
    membership: true,
    transfers: true,
  },
}

/** Breaks a group at random until `until`, while clients write and read; then mends it. */
export function runWithFaults(group: RaftGroup, seed: number, preset: FaultPreset, until: Nanos): void {
  const random = new RandomStream(seed, 'random faults')
  const faults = faultsOf(group, random, preset)
  const { members } = group
  const pick = () => random.below(members.length)
  for (let at = ms(100); at < until && faults.length > 0; at += ms(60))
    group.at(Math.min(until, at + random.below(ms(60))), () => faults[random.below(faults.length)]())
  for (let at = ms(50); at < until; at += ms(8)) {
    group.at(at + random.below(ms(8)), () => {
      const to = random.chance(0.7) && group.leader >= 0 ? group.leader : pick()
      if (random.chance(0.5)) group.propose(to, `w${group.now}`)
      else group.read(random.chance(0.5) ? to : pick())
    })
  }
  // What was begun shortly before the end has to end too.
  group.runUntil(until + ms(600))
  group.heal()
}

function faultsOf(group: RaftGroup, random: RandomStream, preset: FaultPreset): (() => void)[] {
  const { members } = group
  const pick = () => random.below(members.length)
  const down = () => members.filter((member) => group.raft(member) === null)
  const faults: (() => void)[] = []
  if (preset.crashes) {
    faults.push(() => group.crash(random.chance(0.5) && group.leader >= 0 ? group.leader : pick()))
    for (let i = 0; i < 2; i++)
      faults.push(() => down().length > 0 && group.start(down()[random.below(down().length)]))
    faults.push(() => group.restart(pick()))
  }
  if (preset.cuts) {
    faults.push(() => group.isolate(random.chance(0.6) && group.leader >= 0 ? group.leader : pick()))
    faults.push(() => group.setCut([pick()], [pick()], true, random.chance(0.5)))
    faults.push(() => {
      const side = members.filter(() => random.chance(0.5))
      group.setCut(
        side,
        members.filter((member) => !side.includes(member)),
        true,
      )
    })
    for (let i = 0; i < 3; i++) faults.push(() => group.setCut(members, members, false))
  }
  if (preset.loss || preset.reordering) {
    faults.push(() => {
      group.loss = preset.loss && random.chance(0.5) ? 0.2 : 0
      group.duplication = random.chance(0.5) ? 0.2 : 0
      group.jitterNanos = preset.reordering && random.chance(0.5) ? ms(random.below(80)) : 0
    })
  }
  if (preset.slowDisks) faults.push(() => group.setFlush(pick(), ms(random.chance(0.5) ? 0.5 : 60)))
  const { drift } = preset
  if (drift !== undefined) faults.push(() => group.setRate(pick(), 1 - drift + 2 * drift * random.below(2)))
  if (preset.snapshots) faults.push(() => group.compact(pick(), random.below(4)))
  if (preset.transfers)
    faults.push(() => void group.call(Math.max(0, group.leader), (raft, now) => raft.transfer(now, pick())))
  if (preset.membership) for (let i = 0; i < 3; i++) faults.push(() => changeMembers(group, random))
  if (preset.churn) for (let i = 0; i < 4; i++) faults.push(() => churn(group, random))
  if (preset.slowLeader) faults.push(() => deposeSlowLeader(group, random))
  return faults
}

/** Makes learners of all who are not voters, and then voters of any three. */
function changeMembers(group: RaftGroup, random: RandomStream): void {
  const { leader, members } = group
  if (leader === -1) return
  const { voters, learners } = group.raft(leader)!.configuration
  const others = members.filter((member) => !voters.includes(member))
  const drawn = members.map((member) => ({ member, rank: random.uniform() })).sort((a, b) => a.rank - b.rank)
  const next =
    learners.length < others.length
      ? settled(voters, others)
      : settled(drawn.slice(0, 3).map(({ member }) => member))
  group.call(leader, (raft, now) => raft.changeMembers(now, next))
}

/** Whoever believes to lead takes commands, and is gone before they have reached everyone. */
function churn(group: RaftGroup, random: RandomStream): void {
  const { members, now } = group
  for (const member of members) {
    if (group.raft(member)?.role !== 'leader') continue
    const some = members.filter(() => random.chance(0.6))
    if (random.chance(0.7)) group.setCut([member], some, true)
    for (let i = random.below(3); i >= 0; i--) group.propose(member, `c${member} ${i} ${now}`)
    group.at(now + random.below(ms(4)), () => {
      if (random.chance(0.5)) group.crash(member)
      else group.isolate(member)
    })
  }
  group.at(now + ms(5) + random.below(ms(300)), () => {
    for (const member of members) {
      if (random.chance(0.6)) group.setCut([member], members, false)
      if (group.raft(member) === null && random.chance(0.6)) group.start(member)
    }
  })
}

function deposeSlowLeader(group: RaftGroup, random: RandomStream): void {
  const { leader, members, now } = group
  if (leader === -1) return
  for (const member of members) group.setRate(member, member === leader ? 0.85 : 1.15)
  group.at(now + ms(100), () => group.isolate(leader))
  for (let at = ms(200); at < ms(600); at += ms(2)) {
    group.at(now + at, () => {
      if (random.chance(0.5)) group.read(leader)
      else if (group.leader !== leader && group.leader >= 0) group.propose(group.leader, `d${group.now}`)
    })
  }
  group.at(now + ms(600), () => group.setCut(members, members, false))
}
