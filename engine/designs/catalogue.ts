import type { Design } from '../schema/design.ts'
import { ENTRIES, type Entry } from './entries.ts'

export interface CatalogueEntry extends Entry {
  /** Null when this design does not run yet. */
  design: Design | null
}

const files = import.meta.glob<{ design: Omit<Design, 'number' | 'slug' | 'title' | 'topic'> }>(
  './*/design.ts',
  { eager: true },
)

/** All 45 by slug, in order. A design runs when its folder has a `design.ts` that exports `design`. */
export const DESIGNS: ReadonlyMap<string, CatalogueEntry> = new Map(
  ENTRIES.map((entry) => {
    const file = files[`./${entry.slug}/design.ts`]
    return [entry.slug, { ...entry, design: file === undefined ? null : { ...file.design, ...entry } }]
  }),
)
