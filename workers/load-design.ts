import type { Design } from '../engine/schema/design.ts'
import { InputError } from '../engine/schema/input-error.ts'
import { ENTRIES } from '../engine/designs/entries.ts'

const files = import.meta.glob<{ design: Omit<Design, 'number' | 'slug' | 'title' | 'topic'> }>(
  '../engine/designs/*/design.ts',
)

/** Slugs of the designs that run, in the order of the gallery. Known without loading any. */
export const RUNNING: readonly string[] = ENTRIES.map(({ slug }) => slug).filter(
  (slug) => fileOf(slug) in files,
)

/**
 * Loads one design by its slug; where code comes in pieces, only its own.
 *
 * @throws InputError when there is none of that name, or it does not run yet.
 */
export async function loadDesign(slug: string): Promise<Design> {
  const entry = ENTRIES.find((each) => each.slug === slug)
  if (entry === undefined) {
    throw new InputError(`There is no design "${slug}"; the gallery lists the ${ENTRIES.length} there are.`)
  }
  const load = files[fileOf(slug)]
  if (load === undefined) throw new InputError(`${entry.title} (${entry.number}) does not run yet.`)
  const { design } = await load()
  return { ...design, ...entry }
}

function fileOf(slug: string): string {
  return `../engine/designs/${slug}/design.ts`
}
