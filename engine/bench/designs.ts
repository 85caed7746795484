import { INVARIANTS } from '../checks/catalogue.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { s } from '../lib/units.ts'
import { assemble } from '../run/assemble.ts'
import { summarize } from '../run/summarize.ts'
import { SERVICES } from '../services/catalogue.ts'
import { spread, type MeasureOptions, type Memory, type Spread } from './measure.ts'

const SECONDS = 60
/** So long a design runs before it is measured, for the engine to compile what is hot. */
const WARM_UP_MS = 3_000

/** What one design costs to run. */
export interface DesignRow {
  suite: 'designs'
  name: string
  /** Events a second. */
  opsPerSecond: Spread
  peers: Record<string, never>
  /** Simulated seconds a second. */
  speed: number
  bytesPerRequest: number
  peakHeapMb: number
}

/** All designs that run. */
export const runnableDesigns = (): string[] =>
  [...DESIGNS.values()].flatMap(({ design, slug }) => (design === null ? [] : [slug]))

/** Runs a design as it opens, a simulated minute at a time. */
export function benchDesign(slug: string, { repetitions, share, clock, memory }: MeasureOptions): DesignRow {
  const design = DESIGNS.get(slug)!.design!
  const seconds = SECONDS * share
  const next = minutesOf(design, seconds, clock)
  for (let warmMs = 0; warmMs < WARM_UP_MS * share;) warmMs += next().wallMs
  const runs = Array.from({ length: repetitions }, next)
  return {
    suite: 'designs',
    name: slug,
    opsPerSecond: spread(runs.map(({ events, wallMs }) => (events * 1000) / wallMs)),
    peers: {},
    speed: spread(runs.map(({ wallMs }) => (seconds * 1000) / wallMs)).median,
    ...heapOf(design, seconds, memory),
  }
}

type Runnable = NonNullable<(typeof DESIGNS extends ReadonlyMap<string, infer E> ? E : never)['design']>

const open = ({ document, switches }: Runnable) =>
  assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 1, switches })

/**
 * Each call runs the same design on for so many seconds. One run is kept for all of them: the engine throws away what it compiled
 * for objects when the last of their shape dies, as it does with a run, which nobody waits for who watches a design.
 */
function minutesOf(design: Runnable, seconds: number, clock: () => number) {
  const world = open(design)
  return () => {
    const [from, before] = [clock(), world.events]
    world.runUntil(world.now + s(seconds))
    world.parts.timeline.drain() // as the page does
    return { wallMs: clock() - from, events: world.events - before }
  }
}

/** Slices are short enough that what a slice allocates is still there at its end, unless it was collected in between. */
const SLICES = 240

function heapOf(design: Runnable, seconds: number, { used, collect }: Memory) {
  const world = open(design)
  collect()
  let before = used()
  let bytes = 0
  let peak = before
  for (let slice = 1; slice <= SLICES; slice++) {
    world.runUntil(s((seconds * slice) / SLICES))
    const now = used()
    if (now > before) bytes += now - before
    peak = Math.max(peak, now)
    before = now
  }
  return { bytesPerRequest: bytes / summarize(world).requests.offered, peakHeapMb: peak / 1e6 }
}
