import { ms, s } from '../../../lib/units.ts'
import { StoreGroup, type StoreGroupOptions } from './store-group.bed.ts'

export interface StoreRunOptions extends StoreGroupOptions {
  /** What strikes between the second and the fifth second. */
  readonly fault?: 'crash' | 'disk-loss' | 'partition' | 'skew' | 'loss' | 'none' | 'restart-all'
  readonly blindShare?: number
  readonly deleteShare?: number
}

const KEYS = 40
const FAULTS = ['crash', 'disk-loss', 'partition', 'skew', 'loss'] as const

/** Clients read and write for seven seconds, a fault strikes in the middle, and ten seconds later everything must be well again. */
export function runStore(options: StoreRunOptions): StoreGroup {
  const group = new StoreGroup(options)
  const { random } = group
  const { fault = FAULTS[random.below(FAULTS.length)], blindShare = 0.1, deleteShare = 0.05 } = options
  const members = options.inRing ?? group.nodes.length
  for (let at = ms(50); at < s(7); at += ms(12)) {
    group.at(at, () => {
      const key = Math.floor(KEYS * random.uniform() * random.uniform())
      const member = random.below(members)
      if (random.chance(0.5)) group.get(member, key)
      else group.put(member, key, { blind: random.chance(blindShare), deletes: random.chance(deleteShare) })
    })
  }
  const victim = random.below(members)
  group.at(s(2), () => {
    if (fault === 'crash') group.crash(victim)
    else if (fault === 'disk-loss') group.loseDisk(victim)
    else if (fault === 'partition') group.setCut([victim, (victim + 1) % members], true)
    else if (fault === 'skew') group.skewNanos[victim] = random.chance(0.5) ? ms(900) : -ms(900)
    else if (fault === 'loss') group.loss = 0.1
    else if (fault === 'restart-all') for (const member of group.members) group.restart(member)
  })
  group.at(s(5), () => {
    group.setCut([victim, (victim + 1) % members], false)
    group.skewNanos[victim] = 0
    group.loss = 0
    if (group.nodes[victim] === null) group.restart(victim)
  })
  group.runUntil(s(17))
  return group
}
