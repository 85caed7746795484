import { INVARIANTS } from '../../checks/catalogue.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { summarize } from '../../run/summarize.ts'
import type { World } from '../../run/world.ts'
import type { Design } from '../../schema/design.ts'
import type { Command } from '../../schema/document.ts'
import { InputError } from '../../schema/input-error.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { grantCalm } from '../grant-calm.bed.ts'
import { FAULTS_UNTIL } from './presets.bed.ts'

/** After the last fault it may recover for so long, in seconds; in what follows it must get work done. */
const RECOVERS = 5
const WORKS = 3
/** Nobody sends more than so many a second: a stream of more costs the search its seeds and shows it nothing that this one does not. */
const RATE_MOST = 4_000
/** Of what the same setting gets done when nothing breaks. */
const PROGRESS_SHARE = 0.4

export interface SwarmRun {
  /** Switch settings that differ from the design's defaults. */
  settings: Readonly<Record<string, string>>
  seed: number
  commands: readonly Command[]
}

/** What is wrong with a run: a promise that it broke under faults, or that it did not get going again; null when nothing is. */
export function judge(design: Design, run: SwarmRun, healthyGoodput: number): string | null {
  const { world, goodput } = play(design, run)
  const unjudged = grantCalm(world, design, s(FAULTS_UNTIL))
  const broken = summarize(world).checks.filter(({ verdict }) => verdict === 'violated')
  if (broken.length > 0)
    return broken.map(({ name, firstViolation }) => `${name}: ${firstViolation?.says}`).join('; ')
  if (goodput >= PROGRESS_SHARE * healthyGoodput) return unjudged.length > 0 ? unjudged.join('; ') : null
  return `no progress: ${goodput} answers in time in ${WORKS} s after all was healed, ${healthyGoodput} when nothing broke`
}

/** How much the setting gets done in the stretch in which progress is demanded, when nothing breaks. */
export const healthyGoodput = (design: Design, settings: SwarmRun['settings'], seed: number): number =>
  play(design, { settings, seed, commands: [] }).goodput

function play(design: Design, { settings, seed, commands }: SwarmRun): { world: World; goodput: number } {
  const world = assemble(design.document, {
    kinds: SERVICES,
    invariants: INVARIANTS,
    seed,
    switches: design.switches,
  })
  for (const [node, { params }] of Object.entries(design.document.nodes))
    if (Number(params?.ratePerSecond) > RATE_MOST)
      world.act({ do: 'set', node, param: 'ratePerSecond', value: RATE_MOST })
  for (const [name, to] of Object.entries(settings)) world.act({ do: 'switch', name, to })
  for (const { atNanos, action } of commands) {
    world.runUntil(atNanos)
    actIfPossible(world, action)
  }
  for (const { id } of world.faults.active) world.act({ do: 'lift', id })
  world.runUntil(s(FAULTS_UNTIL + RECOVERS))
  const before = world.parts.recorder.goodput
  world.runUntil(s(FAULTS_UNTIL + RECOVERS + WORKS))
  return { world, goodput: world.parts.recorder.goodput - before }
}

/** A fault that does not fit where it was drawn is no fault. */
function actIfPossible(world: World, action: Command['action']): void {
  try {
    world.act(action)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
  }
}
