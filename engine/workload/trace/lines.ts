import { strFromU8 } from 'fflate'
import { TraceError } from './trace-error.ts'

const NEWLINE = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const TAB = 9
/** Longer lines are no keys, and would make a message nobody can read. */
const LONGEST_LINE_BYTES = 1024
const LINES_PER_SLICE = 50_000

/** One line of a file: the bytes from `start` up to, not with, `end`, without blanks at either end. */
export interface Line {
  number: number
  start: number
  end: number
}

/**
 * Calls `take` for each line that is not blank; yields the share read. The same object is passed each time. Throws TraceError
 * where the file is no text.
 */
export function* eachLine(bytes: Uint8Array, take: (line: Line) => void): Generator<number, void> {
  const line: Line = { number: 0, start: 0, end: 0 }
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0 // a byte order mark
  while (at < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, at)
    line.end = newline === -1 ? bytes.length : newline
    line.start = at
    line.number++
    trim(bytes, line)
    checkText(bytes, line)
    if (line.start < line.end) take(line)
    at = newline === -1 ? bytes.length : newline + 1
    if (line.number % LINES_PER_SLICE === 0) yield at / bytes.length
  }
}

/** The words of a line. Throws TraceError if they are not UTF-8. */
export function wordsOf(bytes: Uint8Array, line: Line): string[] {
  const text = strFromU8(bytes.subarray(line.start, line.end))
  if (text.includes('\uFFFD')) throw notText(line) // what stands for bytes that are not UTF-8
  return text.split(/\s+/)
}

/** A line as it may be quoted in a message. */
export function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}

function trim(bytes: Uint8Array, line: Line): void {
  while (line.end > line.start && isBlank(bytes[line.end - 1])) line.end--
  while (line.start < line.end && isBlank(bytes[line.start])) line.start++
}

const isBlank = (byte: number) => byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN

function checkText(bytes: Uint8Array, line: Line): void {
  if (line.end - line.start > LONGEST_LINE_BYTES) {
    throw new TraceError(
      `Line ${line.number} of the trace is longer than ${LONGEST_LINE_BYTES} bytes; a trace has one key a line.`,
    )
  }
  for (let at = line.start; at < line.end; at++) {
    if (bytes[at] < SPACE && bytes[at] !== TAB) throw notText(line)
  }
}

function notText(line: Line): TraceError {
  return new TraceError(
    `Line ${line.number} of the trace is not text; give one key a line, an ARC .lis file, or an oracleGeneral file.`,
  )
}
