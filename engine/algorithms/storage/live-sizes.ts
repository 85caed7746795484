/** Bytes of the newest version of every key that is not deleted: what the disk would hold if it held nothing else. For measuring only. */
export class LiveSizes {
  bytes = 0
  readonly #sizes = new Map<number, number>()

  /** 0: the key is deleted. */
  set(key: number, sizeBytes: number): void {
    this.bytes += sizeBytes - (this.#sizes.get(key) ?? 0)
    if (sizeBytes === 0) this.#sizes.delete(key)
    else this.#sizes.set(key, sizeBytes)
  }
}
