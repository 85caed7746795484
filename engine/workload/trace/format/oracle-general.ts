import type { TraceBuilder } from '../trace.ts'
import { TraceError } from '../trace-error.ts'
import type { TraceFormat } from '../trace-format.ts'

const RECORD_BYTES = 24
const RECORDS_PER_SLICE = 50_000
const TWO_32 = 4_294_967_296
const LOOK_AT_BYTES = 4096

/**
 * Records of 24 bytes, little-endian: u32 time in seconds, u64 object, u32 size in bytes, i64 number of the request that asks
 * for it next. The format of libCacheSim (Yang et al., 2020). An object of size 0 counts one byte, as a cache must hold something.
 */
export const format: TraceFormat = {
  title: 'oracleGeneral',
  matches: (name, bytes) => /\.(oraclegeneral|bin)\b/i.test(name) || hasNul(bytes),
  *read(bytes, builder) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const records = Math.floor(bytes.length / RECORD_BYTES)
    let before = 0
    for (let i = 0; i < records; i++) {
      before = readRecord(view, i, before, builder)
      if (i % RECORDS_PER_SLICE === RECORDS_PER_SLICE - 1) yield i / records
    }
    if (bytes.length % RECORD_BYTES !== 0) {
      throw new TraceError(
        `The trace ends in the middle of record ${records + 1}: it has ${bytes.length} bytes, and a record has ${RECORD_BYTES}; is it cut off?`,
      )
    }
  },
}

/** Returns the record's time. */
function readRecord(view: DataView, i: number, before: number, builder: TraceBuilder): number {
  const at = i * RECORD_BYTES
  const seconds = view.getUint32(at, true)
  const next = view.getInt32(at + 20, true) * TWO_32 + view.getUint32(at + 16, true)
  // What was never oracleGeneral shows here: clocks do not go back, and the next request for an object comes later.
  if (seconds < before || next < -1 || (next >= 0 && next <= i - 1)) {
    throw new TraceError(
      `Record ${i + 1} of the trace makes no sense as oracleGeneral (${seconds < before ? 'its time goes back' : 'its next request lies behind it'}); give text with one key a line, or an oracleGeneral file.`,
    )
  }
  const high = view.getUint32(at + 8, true)
  const low = view.getUint32(at + 4, true)
  const key = high < 0x200000 ? high * TWO_32 + low : `${high}:${low}`
  builder.add(key, () => `record ${i + 1}`, Math.max(1, view.getUint32(at + 12, true)))
  return seconds
}

function hasNul(bytes: Uint8Array): boolean {
  return bytes.subarray(0, LOOK_AT_BYTES).includes(0)
}
