import { RandomStream } from '../../lib/random.ts'
import type { Design } from '../../schema/design.ts'
import { DESIGNS } from '../catalogue.ts'
import { drawFaults } from './presets.bed.ts'
import { shrink } from './shrink.bed.ts'
import { healthyGoodput, judge, type SwarmRun } from './swarm-run.bed.ts'

/** A run that once failed, kept so that it does not come back. */
export interface Regression extends SwarmRun {
  design: string
}

/** What a setting gets done on a seed when nothing breaks, whatever the preset would break. */
const healthyOnes = new Map<string, number>()

function healthyOne(design: Design, settings: SwarmRun['settings'], seed: number): number {
  const name = JSON.stringify([design.slug, settings, seed])
  const healthy = healthyOnes.get(name) ?? healthyGoodput(design, settings, seed)
  healthyOnes.set(name, healthy)
  return healthy
}

/** Runs one seed; what fails is shrunk and told so that it can be kept in `regressions`. Null when nothing fails. */
export function search(
  slug: string,
  settings: SwarmRun['settings'],
  preset: string,
  seed: number,
): string | null {
  const design = DESIGNS.get(slug)!.design!
  const healthy = healthyOne(design, settings, seed)
  const commands = drawFaults(preset, design, new RandomStream(seed, `swarm/${preset}`))
  const wrong = (fewer: SwarmRun['commands']) => judge(design, { settings, seed, commands: fewer }, healthy)
  const told = wrong(commands)
  if (told === null) return null
  const least = shrink(commands, (fewer) => wrong(fewer) !== null)
  const regression: Regression = { design: slug, settings, seed, commands: least }
  return `${preset}: ${told}\nkeep as a regression: ${JSON.stringify(regression)}`
}
