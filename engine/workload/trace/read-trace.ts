import { format as arcLis } from './format/arc-lis.ts'
import { format as keyLines } from './format/key-lines.ts'
import { format as oracleGeneral } from './format/oracle-general.ts'
import { TraceBuilder, type Trace } from './trace.ts'
import { TraceError } from './trace-error.ts'
import type { TraceFormat } from './trace-format.ts'
import { isPacked, unpack } from './unpack.ts'

/** In the order in which they are asked whether a file is theirs; the last takes anything. */
const FORMATS: readonly TraceFormat[] = [arcLis, oracleGeneral, keyLines]

/**
 * Reads a recorded trace: one key a line, ARC `.lis` or oracleGeneral, each also compressed by gzip. Yields how much is done,
 * 0 to 1, so that a worker can report or stop. Throws TraceError when it is empty, cut off, or not a trace at all.
 */
export function* readTrace(name: string, file: Uint8Array): Generator<number, Trace> {
  if (file.length === 0)
    throw new TraceError(`The trace "${name}" is empty; give a file with one key a line.`)
  const packed = isPacked(file)
  const bytes = packed ? yield* halved(unpack(file), 0) : file
  const format = FORMATS.find((each) => each.matches(name, bytes))!
  const builder = new TraceBuilder()
  yield* packed ? halved(format.read(bytes, builder), 0.5) : format.read(bytes, builder)
  if (builder.count === 0) {
    throw new TraceError(`The trace "${name}" has no request in it; give a file with one key a line.`)
  }
  return builder.finish(format.title)
}

/** Lets the progress of one half of the work count for half. */
function* halved<T>(work: Generator<number, T>, from: number): Generator<number, T> {
  let step = work.next()
  for (; !step.done; step = work.next()) yield from + step.value / 2
  return step.value
}
