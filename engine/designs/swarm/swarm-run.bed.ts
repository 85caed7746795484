import { INVARIANTS } from '../../checks/catalogue.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { summarize } from '../../run/summarize.ts'
import type { World } from '../../run/world.ts'
import type { Design } from '../../schema/design.ts'
import type { Command } from '../../schema/document.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { grantCalm } from '../grant-calm.bed.ts'
import { FAULTS_UNTIL } from './presets.bed.ts'
import { doneIn, stuck, type Done } from './progress.bed.ts'
import { GETTING_ON } from './lanes.bed.ts'
import { givenUp, type Setting } from './settings.bed.ts'

/** After the last fault it may recover for so long; in what follows it must get work done. */
const RECOVERS = s(5)
const WORKS = s(4)
/** Leases of ten seconds, balancers that send nothing for ten, files that come now and then: who got little done has longer. */
const WAITS = s(12)
type Kinds = typeof SERVICES

export interface SwarmRun {
  /** Switch settings that differ from the design's defaults. */
  settings: Setting
  seed: number
  commands: readonly Command[]
  /** Nobody sends more than so many a second; as many as the design has it, when absent. */
  mostPerSecond?: number
}

/** What a setting gets done when nothing breaks, and how that run went: one that goes the same was struck in vain. */
export interface Healthy {
  done: Done
  course: string
}

/** What is wrong with a run: a promise that it broke under faults, or that somebody did not get going again; null when nothing is. */
export const judge = (design: Design, run: SwarmRun, healthy: Healthy, kinds?: Kinds): string | null =>
  judged(design, run, healthy, kinds).wrong

/** The same, and whether the faults made no difference. */
export function judged(design: Design, run: SwarmRun, healthy: Healthy, kinds: Kinds = SERVICES) {
  const world = play(design, run, kinds)
  world.runUntil(world.now + RECOVERS)
  const held = stuck(healthy.done, doneIn(world, WORKS))
  const inVain = courseOf(world) === healthy.course
  const gone = givenUp(design, run.settings)
  const again = held.length === 0 ? [] : stuck(healthy.done, doneIn(world, WAITS))
  const still = gone.has(GETTING_ON) ? [] : again.filter(({ who }) => held.some((each) => each.who === who))
  const unjudged = grantCalm(world, design, s(FAULTS_UNTIL), gone)
  const broken = summarize(world).checks.filter(
    ({ name, verdict }) => verdict === 'violated' && !gone.has(name),
  )
  const says = [
    ...broken.map(({ name, firstViolation }) => `${name}: ${firstViolation?.says}`),
    ...still.map(({ says: how }) => `no progress after all was healed: ${how}`),
    ...unjudged,
  ]
  return { wrong: says.length === 0 ? null : says.join('; '), inVain }
}

/** How much the setting gets done in the stretch in which progress is demanded, when nothing breaks. */
export function healthyRun(design: Design, run: Omit<SwarmRun, 'commands'>): Healthy {
  const world = play(design, { ...run, commands: [] }, SERVICES)
  world.runUntil(world.now + RECOVERS)
  const done = doneIn(world, WORKS)
  return { done, course: courseOf(world) }
}

/** Two runs with the same are taken for one run. */
const courseOf = ({ events, parts: { recorder } }: World): string =>
  `${events} ${recorder.goodput} ${recorder.latency.mean}`

/** A run until all its faults are over. */
function play(design: Design, run: SwarmRun, kinds: Kinds): World {
  const { settings, seed, commands, mostPerSecond = Infinity } = run
  const world = assemble(design.document, {
    kinds,
    invariants: INVARIANTS,
    seed,
    switches: design.switches,
  })
  for (const [node, { params }] of Object.entries(design.document.nodes))
    if (Number(params.ratePerSecond) > mostPerSecond)
      world.act({ do: 'set', node, param: 'ratePerSecond', value: mostPerSecond })
  for (const [name, to] of Object.entries(settings)) world.act({ do: 'switch', name, to })
  for (const { atNanos, action } of commands) {
    world.runUntil(atNanos)
    world.act(action)
  }
  for (const { id } of world.faults.active) world.act({ do: 'lift', id })
  world.runUntil(s(FAULTS_UNTIL))
  return world
}
