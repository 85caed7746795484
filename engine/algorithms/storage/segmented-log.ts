import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { StoredEntry } from './stored-entry.ts'
import { newSegment, tearSegment, type LogSegment, type WriteAheadLog } from './write-ahead-log.ts'

/** The segments of a log on disk, oldest first; the last is appended to. Changed in place. */
export interface LogFiles {
  segments: LogSegment[]
}

/** A log in segments, so that what is not needed any more can be thrown away a file at a time. */
export class SegmentedLog<Value> {
  readonly #files: LogFiles
  readonly #log: WriteAheadLog<Value>
  #syncing = false

  constructor(files: LogFiles, log: WriteAheadLog<Value>) {
    this.#files = files
    this.#log = log
  }

  /** What all records weigh. */
  get weightBytes(): number {
    return this.#files.segments.reduce((sum, { weightBytes }) => sum + weightBytes, 0)
  }

  beginSegment(): LogSegment {
    const segment = newSegment()
    this.#files.segments.push(segment)
    return segment
  }

  /** Gives what the record weighs. */
  append(entry: StoredEntry<Value>): number {
    const segment = this.#files.segments.at(-1)!
    const before = segment.weightBytes
    this.#log.append(segment, entry)
    return segment.weightBytes - before
  }

  /** Begins to make all records so far durable; gives how many bytes that is. */
  beginSync(): number {
    assert(!this.#syncing, 'the log is synced once at a time')
    this.#syncing = true
    let bytes = 0
    for (const segment of this.#files.segments) {
      segment.syncingLength = segment.file.length
      bytes += segment.unsyncedBytes
      segment.unsyncedBytes = 0
    }
    return bytes
  }

  completeSync(): void {
    this.#syncing = false
    for (const segment of this.#files.segments) segment.syncedLength = segment.syncingLength
  }

  /** What is left after a crash, in order. A hole ends it: records behind one that is lost are not to be had without it. */
  recover(random: RandomStream): StoredEntry<Value>[] {
    const entries: StoredEntry<Value>[] = []
    let isWhole = true
    for (const segment of this.#files.segments) {
      tearSegment(segment, random)
      if (!isWhole) segment.file.cut(0)
      const lengthBefore = segment.file.length
      entries.push(...this.#log.replay(segment))
      isWhole &&= segment.file.length === lengthBefore && !segment.wasTorn
    }
    return entries
  }

  drop(segments: readonly LogSegment[]): void {
    this.#files.segments = this.#files.segments.filter((segment) => !segments.includes(segment))
  }
}
