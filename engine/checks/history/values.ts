import type { Json } from './history-event.ts'

/** The id of null: absent. */
export const ABSENT = 0

const SUFFIX_RANGE = 67108864 // 2^26, so that a pair of ids is one exact number

/**
 * Gives each distinct JSON value a small integer, so that comparing values is comparing integers.
 * Two values are the same when their canonical forms are: members of objects in the order of their names, 1.0 as 1.
 */
export class Values {
  readonly #jsons: Json[] = [null]
  readonly #strings = new Map<string, number>()
  readonly #others = new Map<string, number>([['null', ABSENT]])
  readonly #appended = new Map<number, number>()

  /** The value's id; the same id for equal values. */
  intern(json: Json): number {
    if (typeof json === 'string') return this.#intern(this.#strings, json, json)
    return json === null ? ABSENT : this.#intern(this.#others, canonicalText(json), json)
  }

  json(id: number): Json {
    return this.#jsons[id]
  }

  /** The id of the text of one value followed by that of another. Null counts as '', any other non-string as its JSON. */
  append(first: number, second: number): number {
    const pair = first * SUFFIX_RANGE + second
    let id = this.#appended.get(pair)
    if (id === undefined) {
      id = this.intern(this.asString(first) + this.asString(second))
      this.#appended.set(pair, id)
    }
    return id
  }

  /** What `append` takes the value for. */
  asString(id: number): string {
    const json = this.#jsons[id]
    if (typeof json === 'string') return json
    return json === null ? '' : canonicalText(json)
  }

  #intern(ids: Map<string, number>, text: string, json: Json): number {
    let id = ids.get(text)
    if (id === undefined) {
      id = this.#jsons.length
      this.#jsons.push(json)
      ids.set(text, id)
    }
    return id
  }
}

/** One text for equal JSON values, whatever the order of their members. */
export function canonicalText(json: Json | undefined): string {
  if (json === undefined) return ''
  if (json === null || typeof json !== 'object')
    return typeof json === 'string' ? JSON.stringify(json) : `${json}`
  if (isList(json)) return `[${json.map(canonicalText).join(',')}]`
  const members = Object.keys(json)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(json[name])}`)
  return `{${members.join(',')}}`
}

// Array.isArray does not narrow readonly arrays away
function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json)
}
