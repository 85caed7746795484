import { DESIGNS } from '../designs/catalogue.ts'
import { applyEdits } from '../schema/edit/apply-edits.ts'
import { parseSaved } from '../schema/saved/parse-saved.ts'
import type { SavedDesign } from '../schema/saved/saved-design.ts'
import type { Design } from '../schema/design.ts'
import { InputError } from '../schema/input-error.ts'
import { readInput } from './arguments.ts'

/** A design with what was done to it, when it comes from a file. */
export interface FoundDesign {
  design: Design
  saved: SavedDesign | null
}

/** The design of a slug, or of a file: a saved run, or a document alone (which then has no switches and scenarios). */
export function findDesign(name: string): FoundDesign {
  if (!name.endsWith('.json')) return { design: catalogued(name), saved: null }
  const saved = parseSaved(readInput(name).toString('utf8'))
  return { design: designOf(saved, name), saved }
}

function catalogued(slug: string): Design {
  const entry = DESIGNS.get(slug)
  if (entry === undefined) {
    throw new InputError(
      `There is no design "${slug}"; "list" prints all of them, and a file name ends in .json.`,
    )
  }
  if (entry.design !== null) return entry.design
  throw new InputError(`"${slug}" does not run yet; the designs that run are ${runnableSlugs().join(', ')}.`)
}

/** Slugs of the designs that run. */
export function runnableSlugs(): string[] {
  return [...DESIGNS.values()].filter(({ design }) => design !== null).map(({ slug }) => slug)
}

/** What a saved run began with: its document, with the switches and scenarios of the design that it is based on. */
function designOf({ basedOn, document, edits }: SavedDesign, path: string): Design {
  const base = basedOn === null ? null : catalogued(basedOn)
  const start = applyEdits(document ?? base!.document, edits)
  if (base !== null) return { ...base, document: start }
  const empty = {
    switches: {},
    breaks: {},
    scenarios: {},
    estimates: {},
    interview: [],
    charts: [],
    load: [],
  }
  const { title } = start
  return { number: 0, slug: path, title, topic: '', summary: title, document: start, ...empty }
}
