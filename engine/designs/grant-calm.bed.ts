import { INVARIANTS } from '../checks/catalogue.ts'
import { s, type Nanos } from '../lib/units.ts'
import { summarize } from '../run/summarize.ts'
import type { World } from '../run/world.ts'
import type { Design } from '../schema/design.ts'

/** Checks look once a second at the least. */
const LOOKS: Nanos = s(1)
/** Writes that were wanted before nobody wanted any more end within this. */
const ENDS: Nanos = s(3)

/**
 * Runs on for as long as the design's promises need to be judged once all faults are over, from `healedAt` on; where keys have to rest
 * people only read in the end. Says which promises were not judged all the same: those could not have failed. What the setting
 * has given up needs no judging.
 */
export function grantCalm(
  world: World,
  { document }: Design,
  healedAt: Nanos,
  givenUp: ReadonlySet<string> = new Set(),
): string[] {
  const needy = document.invariants.filter(
    (name) => INVARIANTS.get(name)!.needs !== undefined && !givenUp.has(name),
  )
  if (needy.length === 0) return []
  const needs = needy.map((name) => INVARIANTS.get(name)!.needs!)
  const calmAt = healedAt + Math.max(...needs.map(({ calmNanos }) => calmNanos)) + LOOKS
  const rest = Math.max(...needs.map(({ restNanos = 0 }) => restNanos))
  // A run that was given longer to get going has its calm behind it, and its rest still to come.
  const until = Math.max(calmAt, world.now + (rest > 0 ? rest + ENDS : 0))
  if (rest > 0) {
    world.runUntil(Math.max(world.now, until - rest - ENDS))
    for (const [node, { kind }] of Object.entries(document.nodes))
      if (kind === 'client') world.act({ do: 'set', node, param: 'readShare', value: 1 })
  }
  world.runUntil(until)
  const { checks } = summarize(world)
  return checks.flatMap(({ name, verdict, stopped }) =>
    needy.includes(name) && verdict === 'unknown'
      ? [`${name} was not judged, whatever calm it had${stopped === null ? '' : `: ${stopped}`}`]
      : [],
  )
}
