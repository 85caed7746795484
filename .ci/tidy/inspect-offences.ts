import type { Offence } from './rules.ts'
import type { Source } from './sources.ts'

/** The whole of a method, as it stands in a class: the formatter sees to its indentation. */
const INSPECT = /\n {2}inspect\([\s\S]*?\n {2}\}/g
/** A line that only puts something into a field. */
const KEEPS = /^(this\.#\w+ (\S*=) |this\.#\w+(\+\+|--)|this\.#\w+\.(push|set|add|append)\()/

/**
 * Fields of algorithms that are kept for the picture alone: whoever never looks pays for them all the same. What a picture shows is to be
 * worked out when it is asked for.
 */
export function inspectOffences({ path, code }: Source): Offence[] {
  if (!path.startsWith('engine/algorithms/')) return []
  const [inspects, rest] = [(code.match(INSPECT) ?? []).join('\n'), code.replace(INSPECT, '')]
  const fields = [...code.matchAll(/^ {2}(?:readonly )?#(\w+)(?::[^=(]+)? = /gm)].map((match) => match[1])
  return fields.flatMap((field) => {
    const named = new RegExp(`this\\.#${field}\\b`)
    const reads = rest.split('\n').filter((line) => named.test(line) && !isWrite(line.trim(), field))
    if (!named.test(inspects) || reads.length > 0) return []
    return [`${path}: #${field} is kept for inspect() alone, which costs those who never call it`]
  })
}

const isWrite = (line: string, field: string): boolean =>
  KEEPS.test(line) && line.startsWith(`this.#${field}`)
