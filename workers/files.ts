import { expose } from 'comlink'
import type { FilesApi, ReadingProgress, ReadingWay, RecordsRead } from './files-api.ts'
import { RecordReading } from './record-reading.ts'
import { sampleFile } from './sample-file.ts'

const BETWEEN_REPORTS_MS = 80
const SNIFFED_BYTES = 4_096
const PIECE_BYTES = 65_536
/** As a whole, four million short rows take a gigabyte. */
const WHOLE_AT_MOST_MB = 16

const api: FilesApi = {
  async readRecords(file, way, report) {
    if (way === 'whole' && file.size > WHOLE_AT_MOST_MB * 1e6) return tooLarge(file)
    const began = performance.now()
    try {
      const records = await read(file, way, report)
      return { ok: true, way, tookMs: performance.now() - began, ...records }
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      return {
        ok: false,
        message: `The file "${file.name}" cannot be read (${error.message}); choose it again.`,
      }
    }
  },
  sample: (format) => Promise.resolve(sampleFile(format)),
}

const tooLarge = ({ name, size }: File) => ({
  ok: false as const,
  message: `The file "${name}" has ${Math.ceil(size / 1e6)} MB, and as a whole at most ${WHOLE_AT_MOST_MB} MB are read, or the tab could die of it; read it as it comes.`,
})

async function read(
  file: File,
  way: ReadingWay,
  report: (progress: ReadingProgress) => void,
): Promise<RecordsRead> {
  const start = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer())
  const reading = new RecordReading(file.name, file.size, start, way)
  if (way === 'stream') return stream(file, reading, report)
  report({ fraction: null, rows: 0, rejected: 0 })
  reading.push(new Uint8Array(await file.arrayBuffer()))
  return reading.end()
}

/** Piece by piece: a file may be larger than the memory. Streams of the browser come in pieces of megabytes, so these are cut here. */
async function stream(
  file: File,
  reading: RecordReading,
  report: (progress: ReadingProgress) => void,
): Promise<RecordsRead> {
  let reported = performance.now()
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    reading.push(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()))
    if (performance.now() - reported < BETWEEN_REPORTS_MS) continue
    reported = performance.now()
    report(reading.progress)
  }
  return reading.end()
}

expose(api)
