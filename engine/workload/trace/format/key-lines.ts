import { eachLine, quoted, wordsOf, type Line } from '../lines.ts'
import type { TraceBuilder } from '../trace.ts'
import { TraceError } from '../trace-error.ts'
import type { TraceFormat } from '../trace-format.ts'

const ZERO = 48
const STAR = 42
const MOST_DIGITS = 15 // a whole number of so many digits is exact in a double

/** One key a line, a number or a word; `*` stands between programs in the LIRS paper's traces and is passed over. */
export const format: TraceFormat = {
  title: 'one key a line',
  matches: () => true,
  *read(bytes, builder) {
    yield* eachLine(bytes, (line) => readLine(bytes, line, builder))
  },
}

function readLine(bytes: Uint8Array, line: Line, builder: TraceBuilder): void {
  if (line.end - line.start === 1 && bytes[line.start] === STAR) return
  builder.add(wholeNumber(bytes, line) ?? word(bytes, line), () => `line ${line.number}`)
}

/** A number as people write it, without leading zeros; anything else is null. */
function wholeNumber(bytes: Uint8Array, { start, end }: Line): number | null {
  const digits = end - start
  if (digits > MOST_DIGITS || (digits > 1 && bytes[start] === ZERO)) return null
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return value
}

function word(bytes: Uint8Array, line: Line): string {
  const words = wordsOf(bytes, line)
  if (words.length === 1) return words[0]
  throw new TraceError(
    `Line ${line.number} of the trace, ${quoted(words.join(' '))}, has ${words.length} words; a trace has one key a line.`,
  )
}
