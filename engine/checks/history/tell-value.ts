import type { Json } from './history-event.ts'
import { canonicalText } from './values.ts'

const LONGEST = 60
const SHOWN_OF_EACH_END = 28

/** A value as a person reads it: its JSON, without the middle of a long one. */
export function tellValue(json: Json): string {
  const text = canonicalText(json)
  if (text.length <= LONGEST) return text
  return `${text.slice(0, SHOWN_OF_EACH_END)}…${text.slice(-SHOWN_OF_EACH_END)}`
}
