import { DocumentError } from './document-error.ts'
import { LIMITS } from './limits.ts'

/** Names by which an object could be made to change what all objects are. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** A value with the way to it: its own name, and the visit of what it is in. */
interface Visit {
  value: unknown
  name: string
  within: Visit | null
  depth: number
}

/**
 * Refuses a value that no design could be, before any code that knows designs looks at it: nested too deep (or in a circle), too
 * much of it, texts too long, numbers without bounds, forbidden names. Walks with a list of its own, not by recursion. Says how many
 * values there are.
 */
export function requirePlain(root: unknown): number {
  const visits: Visit[] = [{ value: root, name: '', within: null, depth: 0 }]
  let seen = 1
  while (visits.length > 0) {
    const visit = visits.pop()!
    const { value, depth } = visit
    if (value === null || typeof value !== 'object') {
      requireBounded(visit)
      continue
    }
    if (depth >= LIMITS.depth) refuse(visit, `is nested deeper than ${LIMITS.depth} levels`)
    const names = namesIn(visit, value)
    seen += names.length
    if (seen > LIMITS.values)
      throw new DocumentError([{ path: [], message: `has more than ${LIMITS.values} values` }])
    for (const name of names)
      visits.push({ value: (value as Record<string, unknown>)[name], name, within: visit, depth: depth + 1 })
  }
  return seen
}

function namesIn(visit: Visit, value: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null)
    refuse(visit, 'must be plain data')
  if (Array.isArray(value) && value.length > LIMITS.values)
    refuse(visit, `has more than ${LIMITS.values} items`)
  const names = Object.keys(value)
  for (const name of names)
    if (FORBIDDEN.has(name)) refuse(visit, `has the name "${name}", which objects keep for themselves`)
  return names
}

function requireBounded(visit: Visit): void {
  const { value } = visit
  switch (typeof value) {
    case 'string':
      if (value.length > LIMITS.stringLength)
        refuse(visit, `must be at most ${LIMITS.stringLength} characters`)
      return
    case 'number':
      if (!(Math.abs(value) <= LIMITS.number))
        refuse(visit, `must be a number from -${LIMITS.number} to ${LIMITS.number}`)
      return
    case 'boolean':
    case 'undefined':
      return
    default:
      if (value !== null) refuse(visit, 'must be plain data')
  }
}

function refuse(visit: Visit, message: string): never {
  const path: string[] = []
  for (let at = visit; at.within !== null; at = at.within) path.unshift(at.name.slice(0, 120))
  throw new DocumentError([{ path: path.slice(0, 6), message }])
}
