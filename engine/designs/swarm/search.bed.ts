import { RandomStream } from '../../lib/random.ts'
import type { Design } from '../../schema/design.ts'
import { DESIGNS } from '../catalogue.ts'
import { drawFaults } from './presets.bed.ts'
import { settingOf } from './settings.bed.ts'
import { shrink, shrinkSetting } from './shrink.bed.ts'
import { healthyRun, judge, judged, type Healthy, type SwarmRun } from './swarm-run.bed.ts'

/** A run that once failed, kept so that it does not come back. */
export interface Regression extends SwarmRun {
  design: string
}

/** A run without its faults. */
type Plain = Omit<SwarmRun, 'commands'>

/** What a setting gets done on a seed when nothing breaks, whatever the preset would break; the last one is asked for again. */
let last: { name: string; healthy: Healthy } | null = null

function healthyOne(design: Design, run: Plain): Healthy {
  const name = JSON.stringify([design.slug, run])
  if (last?.name !== name) last = { name, healthy: healthyRun(design, run) }
  return last.healthy
}

export interface Found {
  /** Null when nothing fails; otherwise what, under which setting, and the least that is still wrong, to be kept in `regressions`. */
  failure: string | null
  /** The faults made no difference. */
  inVain: boolean
}

/** Runs one seed: its setting, under the faults that it draws from the preset. What fails is shrunk. */
export function search(slug: string, preset: string, seed: number, most?: number): Found {
  const design = DESIGNS.get(slug)!.design!
  const plain: Plain = { settings: settingOf(design, seed), seed, ...(most && { mostPerSecond: most }) }
  const commands = drawFaults(preset, design, new RandomStream(seed, `swarm/${preset}`))
  const { wrong, inVain } = judged(design, { ...plain, commands }, healthyOne(design, plain))
  if (wrong === null) return { failure: null, inVain }
  const regression: Regression = { design: slug, ...shrunk(design, plain, commands) }
  const drawn = `${slug}, seed ${seed}, set to ${JSON.stringify(plain.settings)}, under ${preset}`
  return { failure: `${drawn}: ${wrong}\nkeep as a regression: ${JSON.stringify(regression)}`, inVain }
}

/** The fewest faults and the fewest switches away from their defaults that are still wrong. */
function shrunk(design: Design, plain: Plain, commands: SwarmRun['commands']): SwarmRun {
  const fails = (run: Plain, fewer: SwarmRun['commands']) =>
    judge(design, { ...run, commands: fewer }, healthyOne(design, run)) !== null
  const least = shrink(commands, (fewer) => fails(plain, fewer))
  const settings = shrinkSetting(plain.settings, (fewer) => fails({ ...plain, settings: fewer }, least))
  return { ...plain, settings, commands: least }
}
