import type { Nanos } from '../../lib/units.ts'

export interface StoredFile {
  readonly name: string
  sizeBytes: number
  modifiedAt: Nanos
}

interface Content extends StoredFile {
  bytes: Uint8Array
}

/** The files of one directory, as a server keeps them: what is being written is there, as far as it is written, for everybody to see. */
export class FileStore {
  readonly #files = new Map<string, Content>()

  has(name: string): boolean {
    return this.#files.has(name)
  }

  stat(name: string): StoredFile | null {
    return this.#files.get(name) ?? null
  }

  /** By name. */
  list(): readonly StoredFile[] {
    return [...this.#files.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Bytes from `offset` on, at most `length`; less at the end of the file. */
  read(name: string, offset: number, length: number): Uint8Array {
    const { bytes, sizeBytes } = this.#files.get(name)!
    return bytes.slice(offset, Math.min(sizeBytes, offset + length))
  }

  /** Makes an empty file, or cuts one off at `sizeBytes`. */
  begin(name: string, sizeBytes: number, now: Nanos): void {
    const known = this.#files.get(name)
    if (known === undefined) {
      this.#files.set(name, { name, bytes: new Uint8Array(4_096), sizeBytes: 0, modifiedAt: now })
      return
    }
    known.sizeBytes = Math.min(known.sizeBytes, sizeBytes)
    known.modifiedAt = now
  }

  append(name: string, piece: Uint8Array, now: Nanos): void {
    const file = this.#files.get(name)!
    const size = file.sizeBytes + piece.length
    if (size > file.bytes.length) {
      const grown = new Uint8Array(Math.max(size, file.bytes.length * 2))
      grown.set(file.bytes.subarray(0, file.sizeBytes))
      file.bytes = grown
    }
    file.bytes.set(piece, file.sizeBytes)
    file.sizeBytes = size
    file.modifiedAt = now
  }

  /** At once: readers see the old name or the new one. Replaces what had that name. */
  rename(from: string, to: string): void {
    const file = this.#files.get(from)!
    this.#files.delete(from)
    this.#files.set(to, { ...file, name: to })
  }

  delete(name: string): void {
    this.#files.delete(name)
  }
}
