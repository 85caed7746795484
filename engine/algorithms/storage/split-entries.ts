import type { StoredEntry } from './stored-entry.ts'

/** Cuts a sorted run into parts of about so many bytes; none is empty. */
export function splitEntries<Value>(
  entries: readonly StoredEntry<Value>[],
  partBytes: number,
): StoredEntry<Value>[][] {
  const parts: StoredEntry<Value>[][] = []
  let room = 0
  for (const entry of entries) {
    if (room <= 0) {
      parts.push([])
      room = partBytes
    }
    parts.at(-1)!.push(entry)
    room -= entry.sizeBytes
  }
  return parts
}
