import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { ms, s } from '../../lib/units.ts'
import type { SimulatedGroup } from './simulated-group.bed.ts'

export interface RandomFaultsOptions {
  readonly seed: number
  /** Region number of each member. */
  readonly regionOf: readonly number[]
  readonly from: Nanos
  /** When all faults end. */
  readonly until: Nanos
  readonly everyNanos: Nanos
  /** Also set clocks wrong, forwards and back, by up to this much. */
  readonly skewNanos: Nanos
}

/**
 * Breaks a simulated group at random and mends it again: crashes, cut regions and links, one-way cuts, loss,
 * duplication, reordering, wrong clocks. At `until` everything is healed. For tests only.
 */
export function scheduleRandomFaults<Message>(
  group: SimulatedGroup<Message>,
  options: RandomFaultsOptions,
): void {
  const random = new RandomStream(options.seed, 'random faults')
  const { regionOf, until } = options
  const members = regionOf.map((_, member) => member)
  const pick = () => random.below(members.length)
  const faults = [
    () => group.crash(pick()),
    () => {
      const down = members.filter((member) => !group.replica(member))
      if (down.length > 0) group.restart(down[random.below(down.length)])
    },
    () => {
      const region = regionOf[pick()]
      const [inside, outside] = [true, false].map((is) =>
        members.filter((m) => (regionOf[m] === region) === is),
      )
      group.setCut(inside, outside, true, random.chance(0.3))
    },
    () => group.setCut([pick()], [pick()], true, random.chance(0.5)),
    () => {
      const side = members.filter(() => random.chance(0.5))
      group.setCut(
        side,
        members.filter((member) => !side.includes(member)),
        true,
      )
    },
    () => group.setCut(members, members, false),
    () => group.setCut(members, members, false),
    () => {
      group.loss = random.chance(0.5) ? 0.2 : 0
      group.duplication = random.chance(0.5) ? 0.2 : 0
      group.jitterNanos = random.chance(0.5) ? ms(random.below(200)) : 0
    },
    () => {
      if (options.skewNanos > 0)
        group.skewNanos[pick()] = random.below(2 * options.skewNanos) - options.skewNanos
    },
  ]
  for (let at = options.from; at < until; at += options.everyNanos) {
    group.at(at + random.below(options.everyNanos), () => {
      if (group.now < until) faults[random.below(faults.length)]()
    })
  }
  group.at(until + s(1), () => group.heal())
}
