import fc from 'fast-check'
import { everything } from '../../run/documents.bed.ts'
import { DocumentError } from './document-error.ts'
import { parseSaved } from './parse-saved.ts'
import { readSaved } from './read-saved.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** What stands where something else should. */
const POISON = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1e300,
    0.5,
    '',
    '__proto__',
    'constructor',
    'x'.repeat(5_000),
    '<img src=x onerror=alert(1)>',
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
)
const NAMES = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'nodes',
  'edges',
  'id',
  'version',
  'toString',
  '',
  'a'.repeat(200),
)

export interface Mutation {
  /** Which of all places of the document, counted through. */
  place: number
  how: 'replace' | 'remove' | 'rename' | 'double' | 'deepen'
  poison: Json
  name: string
}
export const MUTATIONS: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    place: fc.nat(2_000),
    how: fc.constantFrom('replace', 'remove', 'rename', 'double', 'deepen'),
    poison: POISON,
    name: NAMES,
  }),
  { minLength: 1, maxLength: 4 },
)

const VALID: Json = JSON.parse(
  JSON.stringify({
    format: 'breakwater',
    version: 2,
    basedOn: 'rate-limiter',
    document: { ...everything(), slos: { up: { of: 'users', availability: 0.9 } } },
    edits: [],
    seed: 3,
    log: [
      { atNanos: 1e9, action: { do: 'inject', fault: 'crash', id: 'a', on: { node: 'app1' } } },
      {
        atNanos: 2e9,
        action: {
          do: 'edit',
          edits: [
            { edit: 'remove-node', id: 'x' },
            { edit: 'set-param', node: 'users', param: 'retries', value: 1 },
          ],
        },
      },
    ],
    atNanos: 2e9,
    digest: '0123456789abcdef',
    arrangement: [{ edit: 'move', node: 'users', to: [1, 2] }],
  }),
) as Json

interface Place {
  parent: Json[] | Record<string, Json>
  key: string
}
function placesOf(root: Json): Place[] {
  const places: Place[] = []
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return
    for (const key of Object.keys(value)) {
      places.push({ parent: value, key })
      visit((value as Record<string, Json>)[key])
    }
  }
  visit(root)
  return places
}

/** A valid saved design (or, by turns, its document alone) with some of its places spoiled. */
export function mutated(mutations: readonly Mutation[]): Json {
  const copy = structuredClone(VALID) as Record<string, Json>
  const root: Json = mutations[0].place % 3 === 0 ? copy.document : copy
  for (const { place, how, poison, name } of mutations) {
    const places = placesOf(root)
    if (places.length === 0) return root
    const { parent, key } = places[place % places.length]
    const holder = parent as Record<string, Json>
    if (how === 'replace') holder[key] = poison
    else if (how === 'deepen') holder[key] = nested(poison, place % 60)
    else if (Array.isArray(parent))
      parent.splice(Number(key), how === 'remove' ? 1 : 0, ...(how === 'remove' ? [] : [parent[Number(key)]]))
    else if (how === 'remove') delete holder[key]
    else
      Object.defineProperty(holder, name, {
        value: holder[key],
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
  return root
}

const nested = (value: Json, depth: number): Json => (depth === 0 ? value : { a: nested(value, depth - 1) })

/** Reads it as a text and as a value of the storage; only a DocumentError may come of it, soon, and nothing may be polluted. */
export function survives(value: Json): { ok: boolean; workedMs: number } {
  const began = process.cpuUsage()
  const results = [() => parseSaved(JSON.stringify(value)), () => readSaved(value)].map((read) => {
    try {
      read()
      return true
    } catch (error) {
      if (error instanceof DocumentError) return false
      throw error
    }
  })
  if (Object.keys(Object.prototype).length > 0 || ({} as Record<string, unknown>).kind !== undefined)
    throw new Error('All objects have been changed.')
  return { ok: results[0], workedMs: process.cpuUsage(began).user / 1_000 }
}
