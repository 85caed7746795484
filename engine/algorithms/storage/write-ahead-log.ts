import type { RandomStream } from '../../lib/random.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { crc32c } from './crc32c.ts'
import type { StoredEntry, ValueCodec } from './stored-entry.ts'

/** One segment of the log as it lies on disk. Changed in place. */
export interface LogSegment {
  readonly file: ByteBuffer
  /** Bytes that a sync has made durable. The rest may or may not survive a crash. */
  syncedLength: number
  /** Bytes that the sync under way will have made durable. */
  syncingLength: number
  /** What its records weigh, with their values in full: all of them, and those that no sync has begun to write. */
  weightBytes: number
  unsyncedBytes: number
  /** A crash has taken something from its end. */
  wasTorn: boolean
}

/** What a record weighs beside its value: checksum, length, key, sequence, kind. */
export const RECORD_OVERHEAD_BYTES = 33
/** Checksum and length stand before what they are about. */
const PREFIX_BYTES = 8
const FIXED_BYTES = 25
const VALUE = 1
const TOMBSTONE = 2

export function newSegment(): LogSegment {
  return {
    file: new ByteBuffer(1_024),
    syncedLength: 0,
    syncingLength: 0,
    weightBytes: 0,
    unsyncedBytes: 0,
    wasTorn: false,
  }
}

/**
 * Write-ahead log: every change is appended, with a checksum, before it is applied, so that what memory held can be had
 * again after a crash. What was not synced survives in part: up to any byte, and the file may be longer than what was
 * written into it, in which case its end reads as zeros.
 * Paper: Mohan et al., "ARIES" (1992), section 1.1; Pillai et al., "All file systems are not created equal" (OSDI 2014), on
 * what torn appends look like. Compare: writing pages in place (slow, and torn pages need the log anyway).
 * Cost: O(record) to append, O(log) to replay. Invariant: replaying gives a prefix of what was appended, and at least all that was synced.
 */
export class WriteAheadLog<Value> {
  readonly #codec: ValueCodec<Value>

  constructor(codec: ValueCodec<Value>) {
    this.#codec = codec
  }

  append(segment: LogSegment, { key, sequence, value, sizeBytes }: StoredEntry<Value>): void {
    const { file } = segment
    const checksumAt = file.skipInteger()
    const lengthAt = file.skipInteger()
    const from = file.length
    file.putNumber(key)
    file.putNumber(sequence)
    file.putNumber(sizeBytes)
    file.putByte(value === null ? TOMBSTONE : VALUE)
    if (value !== null) this.#codec.write(value, file)
    file.setInteger(lengthAt, file.length - from)
    // The length is under the checksum too: a damaged one must not lead into the middle of another record.
    file.setInteger(checksumAt, crc32c(file.bytes, lengthAt, file.length))
    segment.weightBytes += sizeBytes + RECORD_OVERHEAD_BYTES
    segment.unsyncedBytes += sizeBytes + RECORD_OVERHEAD_BYTES
  }

  /** All records that are whole, in order; what comes after them is cut off. */
  replay(segment: LogSegment): StoredEntry<Value>[] {
    const { file } = segment
    const entries: StoredEntry<Value>[] = []
    let at = 0
    let weightBytes = 0
    while (this.isWhole(file, at)) {
      const from = at + PREFIX_BYTES
      const end = from + file.integerAt(at + 4)
      const isTombstone = file.byteAt(from + 24) === TOMBSTONE
      const sizeBytes = file.numberAt(from + 16)
      entries.push({
        key: file.numberAt(from),
        sequence: file.numberAt(from + 8),
        value: isTombstone ? null : this.#codec.read(file, from + FIXED_BYTES, end),
        sizeBytes,
      })
      weightBytes += sizeBytes + RECORD_OVERHEAD_BYTES
      at = end
    }
    file.cut(at)
    segment.syncedLength = at
    segment.syncingLength = at
    segment.weightBytes = weightBytes
    segment.unsyncedBytes = 0
    return entries
  }

  /** Whether a whole record, with the right checksum, begins at `at`. */
  protected isWhole(file: ByteBuffer, at: number): boolean {
    if (at + PREFIX_BYTES + FIXED_BYTES > file.length) return false
    const end = at + PREFIX_BYTES + file.integerAt(at + 4)
    return end <= file.length && crc32c(file.bytes, at + 4, end) === file.integerAt(at)
  }
}

/** What a crash makes of a segment: of the bytes never synced only some have reached the disk, and the file's length may be ahead of them. */
export function tearSegment(segment: LogSegment, random: RandomStream): void {
  const { file, syncedLength } = segment
  segment.wasTorn = false
  const unsynced = file.length - syncedLength
  if (unsynced === 0) return
  const length = syncedLength + random.below(unsynced + 1)
  const written = syncedLength + random.below(length - syncedLength + 1)
  file.cut(length)
  file.bytes.fill(0, written, length)
  segment.wasTorn = written < syncedLength + unsynced
}
