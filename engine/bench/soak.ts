import { INVARIANTS } from '../checks/catalogue.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { s } from '../lib/units.ts'
import { assemble } from '../run/assemble.ts'
import { SERVICES } from '../services/catalogue.ts'
import type { Memory } from './measure.ts'

const MINUTES = 30
/** By then what remembers a bounded number of things remembers that many, in most designs. */
const WARM_UP_SHARE = 1 / 3
const READINGS = 9
/** The heap is flat when its readings after the warm-up lie within this share of the first of them, or so many megabytes. */
const FLAT_SHARE = 0.05
const FLAT_MB = 5

/** What a long run leaves on the heap. */
export interface SoakRow {
  suite: 'soak'
  name: string
  minutes: number
  /** After a full collection, at even distances. */
  heapMb: number[]
  /** By how much the heap grew after the warm-up. */
  grownMb: number
  flat: boolean
}

/** Runs each runnable design for half an hour of simulated time, its readings taken away as the page does, and looks at the heap. */
export function soakDesigns(share: number, memory: Memory, tell: (row: SoakRow) => void): SoakRow[] {
  const rows: SoakRow[] = []
  for (const { design, slug } of DESIGNS.values()) {
    if (design === null) continue
    const minutes = MINUTES * share
    const heapMb = heapOver(design, minutes, memory)
    const settled = heapMb.slice(Math.ceil(READINGS * WARM_UP_SHARE) - 1)
    const grownMb = Math.max(...settled) - settled[0]
    const row: SoakRow = {
      suite: 'soak',
      name: slug,
      minutes,
      heapMb,
      grownMb,
      flat: grownMb <= Math.max(FLAT_MB, settled[0] * FLAT_SHARE),
    }
    rows.push(row)
    tell(row)
  }
  return rows
}

type Runnable = NonNullable<(typeof DESIGNS extends ReadonlyMap<string, infer E> ? E : never)['design']>

function heapOver(design: Runnable, minutes: number, { used, collect }: Memory): number[] {
  const world = assemble(design.document, {
    kinds: SERVICES,
    invariants: INVARIANTS,
    seed: 1,
    switches: design.switches,
  })
  const seconds = minutes * 60
  const heapMb: number[] = []
  for (let reading = 1; reading <= READINGS; reading++) {
    const until = (seconds * reading) / READINGS
    for (let at = (seconds * (reading - 1)) / READINGS; at < until; at++) {
      world.runUntil(s(Math.min(at + 1, until)))
      world.parts.timeline.drain()
    }
    // Arrays that a collection has found dead are taken off the books while the next one begins.
    collect()
    collect()
    heapMb.push(used() / 1e6)
  }
  return heapMb
}
