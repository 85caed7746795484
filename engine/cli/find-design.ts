import { DESIGNS } from '../designs/catalogue.ts'
import { parseDocument } from '../schema/parse-document.ts'
import type { Design } from '../schema/design.ts'
import { InputError } from '../schema/input-error.ts'
import { readInput } from './arguments.ts'

/** The design of a slug, or of a document in a file (which then has no switches and scenarios). */
export function findDesign(name: string): Design {
  if (name.endsWith('.json')) return fromFile(name)
  const entry = DESIGNS.get(name)
  if (entry === undefined) {
    throw new InputError(
      `There is no design "${name}"; "list" prints all of them, and a file name ends in .json.`,
    )
  }
  if (entry.design !== null) return entry.design
  throw new InputError(`"${name}" does not run yet; the designs that run are ${runnableSlugs().join(', ')}.`)
}

/** Slugs of the designs that run. */
export function runnableSlugs(): string[] {
  return [...DESIGNS.values()].filter(({ design }) => design !== null).map(({ slug }) => slug)
}

function fromFile(path: string): Design {
  const document = parseDocument(readInput(path).toString('utf8'))
  const empty = {
    switches: {},
    breaks: {},
    scenarios: {},
    estimates: {},
    interview: [],
    charts: [],
    load: [],
  }
  return {
    number: 0,
    slug: path,
    title: document.title,
    topic: '',
    summary: document.title,
    document,
    ...empty,
  }
}
