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

/** Runs each runnable design for a simulated minute, as it opens; the median of the repetitions. */
export function benchDesigns(
  { repetitions, share, clock }: MeasureOptions,
  memory: Memory,
  tell: (row: DesignRow) => void,
): DesignRow[] {
  const rows: DesignRow[] = []
  for (const { design, slug } of DESIGNS.values()) {
    if (design === null) continue
    const cold = clock()
    while (clock() - cold < WARM_UP_MS * share) runOnce(design, SECONDS * share, clock, memory)
    const runs = Array.from({ length: repetitions }, () => runOnce(design, SECONDS * share, clock, memory))
    const median = runs.toSorted((a, b) => a.wallMs - b.wallMs)[repetitions >> 1]
    const row: DesignRow = {
      suite: 'designs',
      name: slug,
      eventsPerSecond: (median.events * 1000) / median.wallMs,
      speed: (SECONDS * share * 1000) / median.wallMs,
      bytesPerRequest: median.bytes / median.requests,
      peakHeapMb: Math.max(...runs.map(({ peak }) => peak)) / 1e6,
    }
    rows.push(row)
    tell(row)
  }
  return rows
}

type Runnable = NonNullable<(typeof DESIGNS extends ReadonlyMap<string, infer E> ? E : never)['design']>

/** Slices are short enough that what a slice allocates is still there at its end, unless it was collected in between. */
const SLICES = 240

function runOnce(design: Runnable, seconds: number, clock: () => number, { used, collect }: Memory) {
  const world = assemble(design.document, {
    kinds: SERVICES,
    invariants: INVARIANTS,
    seed: 1,
    switches: design.switches,
  })
  collect()
  let before = used()
  let bytes = 0
  let peak = before
  const from = clock()
  for (let slice = 1; slice <= SLICES; slice++) {
    world.runUntil(s((seconds * slice) / SLICES))
    const now = used()
    if (now > before) bytes += now - before
    peak = Math.max(peak, now)
    before = now
  }
  const wallMs = clock() - from
  return { wallMs, events: world.events, requests: summarize(world).requests.offered, bytes, peak }
}
