import { expose } from 'comlink'
import type { FilesApi, FileReading, ReadingProgress } from './files-api.ts'
import { RecordReading } from './record-reading.ts'

const BETWEEN_REPORTS_MS = 80
const SNIFFED_BYTES = 4_096

const api: FilesApi = {
  async readRecords(file, report) {
    try {
      return await read(file, report)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      return {
        ok: false,
        message: `The file "${file.name}" cannot be read (${error.message}); choose it again.`,
      }
    }
  },
}

/** Piece by piece, as the browser gives them: a file may be larger than the memory. */
async function read(file: File, report: (progress: ReadingProgress) => void): Promise<FileReading> {
  const start = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer())
  const reading = new RecordReading(file.name, file.size, start)
  const pieces = file.stream().getReader()
  let reported = performance.now()
  for (;;) {
    const piece = await pieces.read()
    if (piece.done) return reading.end()
    reading.push(piece.value)
    if (performance.now() - reported < BETWEEN_REPORTS_MS) continue
    reported = performance.now()
    report(reading.progress)
  }
}

expose(api)
