import { eachLine, quoted, wordsOf, type Line } from '../lines.ts'
import { MOST_REQUESTS, type TraceBuilder } from '../trace.ts'
import { TraceError } from '../trace-error.ts'
import type { TraceFormat } from '../trace-format.ts'

/**
 * Lines of "first block, number of blocks, …": the blocks are asked for in turn; what follows is passed over. As published with
 * Megiddo, Modha, "ARC: a self-tuning, low overhead replacement cache" (2003).
 */
export const format: TraceFormat = {
  title: 'ARC .lis',
  matches: (name) => /\.lis(\.gz)?$/i.test(name),
  *read(bytes, builder) {
    yield* eachLine(bytes, (line) => readLine(bytes, line, builder))
  },
}

function readLine(bytes: Uint8Array, line: Line, builder: TraceBuilder): void {
  const words = wordsOf(bytes, line)
  const [first, blocks] = words.map(Number)
  if (!isWhole(first) || !isWhole(blocks) || blocks < 1 || blocks > MOST_REQUESTS) {
    throw new TraceError(
      `Line ${line.number} of the trace is ${quoted(words.join(' '))}; a .lis line begins with a block and how many follow, as "4096 8".`,
    )
  }
  const where = () => `line ${line.number}`
  for (let block = first; block < first + blocks; block++) builder.add(block, where)
}

const isWhole = (value: number | undefined): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0
