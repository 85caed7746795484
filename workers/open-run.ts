import { placeOf, REGIONS, type Region } from '../engine/network/regions.ts'
import { assemble } from '../engine/run/assemble.ts'
import { withoutNodes } from '../engine/run/without-nodes.ts'
import type { Design } from '../engine/schema/design.ts'
import type { Document } from '../engine/schema/document.ts'
import { applyEdits } from '../engine/schema/edit/apply-edits.ts'
import { InputError } from '../engine/schema/input-error.ts'
import { describeKind } from '../engine/services/describe-kind.ts'
import type { Opened, OpenRequest } from './api.ts'
import { FrameWriter } from './frame-writer.ts'
import { Lane } from './lane.ts'
import type { Parts } from './load-parts.ts'
import { PacedRun } from './paced-run.ts'

/** The run that is open: what it was made of, what moves it, what tells the page. */
export interface OpenRun {
  design: Design | null
  parts: Parts
  run: PacedRun
  lanes: Lane[]
  frames: FrameWriter
}

interface RunSource {
  design: Design | null
  parts: Parts
  /** Counts the runs. */
  number: number
  clock: () => number
}

/** Assembles what is asked for, paused at zero. Throws an InputError when it cannot be. */
export function openRun(request: OpenRequest, { design, parts, number, clock }: RunSource): OpenRun {
  const { seed, lanes: wished, log, script, without = [], batch } = request
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError(`The seed must be a whole number from 0 on, not ${seed}.`)
  }
  if (batch !== undefined && !(Number.isSafeInteger(batch) && batch > 0)) {
    throw new InputError(`A batch must be a whole number of events from 1 on, not ${batch}.`)
  }
  if (wished.length === 0) throw new InputError('A run needs at least one lane; give one empty object.')
  const document = withoutNodes(documentOf(request, design), without)
  const worlds = wished.map((settings) => {
    const world = assemble(document, { ...parts, seed, switches: design?.switches ?? {} })
    for (const [name, to] of Object.entries(settings)) {
      // What stands so already needs no command: a run that is told its defaults is the run that is told nothing.
      if (world.settings[name] !== to) world.act({ do: 'switch', name, to })
    }
    return world
  })
  const run = new PacedRun({ worlds, clock, log, script, batch })
  const lanes = worlds.map((world) => new Lane(world))
  return { design, parts, run, lanes, frames: new FrameWriter(number, run, lanes) }
}

/** What the request wants opened, before it runs. */
export const documentOf = ({ design, edited, edits = [] }: OpenRequest, known: Design | null): Document =>
  applyEdits(edited ?? known?.document ?? (design as Document), edits)

/** What the page is told of it. */
export function describeOpen({ design, parts, lanes, frames }: OpenRun): Opened {
  const { start, document } = lanes[0].snapshot()
  return {
    ok: true,
    run: frames.number,
    design,
    document,
    start,
    kinds: [...parts.kinds.values()].map(describeKind),
    regions: regionsOf(document),
    lanes: lanes.map((lane) => lane.describe()),
  }
}

function regionsOf({ nodes }: Document): Region[] {
  const named = new Set(Object.values(nodes).map(({ region = '' }) => placeOf(region)))
  return REGIONS.filter(({ name }) => named.has(name))
}
