import { INVARIANTS } from '../checks/catalogue.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { s } from '../lib/units.ts'
import { assemble } from '../run/assemble.ts'
import { summarize } from '../run/summarize.ts'
import { SERVICES } from '../services/catalogue.ts'
import type { MeasureOptions } from './measure.ts'

const SECONDS = 60
/** So long a design runs before it is measured, for the engine to compile what is hot. */
const WARM_UP_MS = 3_000

/** What one design costs to run. */
export interface DesignRow {
  suite: 'designs'
  name: string
  eventsPerSecond: number
  /** Simulated seconds a second. */
  speed: number
  bytesPerRequest: number
  peakHeapMb: number
}

/** What the process has on its heap; a forced collection when there is one. */
export interface Memory {
  used: () => number
  collect: () => void
}

/** Runs each runnable design as it opens, a simulated minute at a time; the median of the repetitions. */
export function benchDesigns(
  { repetitions, share, clock }: MeasureOptions,
  memory: Memory,
  tell: (row: DesignRow) => void,
): DesignRow[] {
  const rows: DesignRow[] = []
  for (const { design, slug } of DESIGNS.values()) {
    if (design === null) continue
    const seconds = SECONDS * share
    const next = minutesOf(design, seconds, clock)
    for (let warmMs = 0; warmMs < WARM_UP_MS * share;) warmMs += next().wallMs
    const runs = Array.from({ length: repetitions }, next)
    const { events, wallMs } = runs.toSorted((a, b) => a.wallMs - b.wallMs)[repetitions >> 1]
    const row: DesignRow = {
      suite: 'designs',
      name: slug,
      eventsPerSecond: (events * 1000) / wallMs,
      speed: (seconds * 1000) / wallMs,
      ...heapOf(design, seconds, memory),
    }
    rows.push(row)
    tell(row)
  }
  return rows
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
