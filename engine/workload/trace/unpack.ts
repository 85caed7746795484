import { Gunzip } from 'fflate'
import { TraceError } from './trace-error.ts'

/** What unpacks to more is refused: it would not fit into the memory of a page. */
const MOST_BYTES = 1_073_741_824
const BYTES_PER_SLICE = 262_144

/** Whether bytes are compressed by gzip (RFC 1952). */
export const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Unpacks gzip; yields the share read, 0 to 1. Throws TraceError when the file is damaged, cut off, or too large unpacked. */
export function* unpack(packed: Uint8Array): Generator<number, Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  let ended = false
  const gunzip = new Gunzip((piece, last) => {
    pieces.push(piece)
    length += piece.length
    ended = last
  })
  for (let at = 0; at < packed.length; at += BYTES_PER_SLICE) {
    const to = Math.min(packed.length, at + BYTES_PER_SLICE)
    try {
      gunzip.push(packed.subarray(at, to), to === packed.length)
    } catch {
      throw new TraceError(
        `The compressed trace cannot be unpacked at byte ${at} of ${packed.length}; is it cut off or damaged?`,
      )
    }
    if (length > MOST_BYTES) {
      throw new TraceError(
        `The trace unpacks to more than ${MOST_BYTES / 1_048_576} MiB; cut it into smaller pieces.`,
      )
    }
    yield to / packed.length
  }
  if (!ended || length !== lengthAtEnd(packed)) {
    throw new TraceError(
      `The compressed trace ends after ${length} bytes of text, before its end; is it cut off?`,
    )
  }
  return joined(pieces, length)
}

/** How long the unpacked file says it is, in its last four bytes. */
function lengthAtEnd(packed: Uint8Array): number {
  if (packed.length < 18) return -1
  return new DataView(packed.buffer, packed.byteOffset + packed.length - 4, 4).getUint32(0, true)
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
