import { SkipList } from './skip-list.ts'
import type { StoredEntry } from './stored-entry.ts'
import type { LogSegment } from './write-ahead-log.ts'

/** What was written last, in memory and in order, with the segments of the log that hold the same. */
export class Memtable<Value> {
  /** Not needed any more once this is on disk as a table. */
  readonly segments: LogSegment[] = []
  sizeBytes = 0
  readonly #entries = new SkipList<StoredEntry<Value>>()

  get entryCount(): number {
    return this.#entries.size
  }

  get(key: number): StoredEntry<Value> | undefined {
    return this.#entries.get(key)
  }

  put(entry: StoredEntry<Value>): void {
    const before = this.#entries.set(entry.key, entry)
    this.sizeBytes += entry.sizeBytes - (before?.sizeBytes ?? 0)
  }

  /** By rising key. */
  entries(): StoredEntry<Value>[] {
    return [...this.#entries.values()]
  }
}
