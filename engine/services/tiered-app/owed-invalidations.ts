/** What must not be forgotten: keys that the shared cache is to forget. */
export interface OwedDisk {
  /** By key: writes whose invalidation has not been answered yet. */
  readonly underWay: Map<number, number>
  /** Keys whose invalidation has failed, and how often that has happened. */
  readonly late: Map<number, number>
}

/**
 * Invalidations of the shared cache that are owed: each is noted before its write is sent, and struck out when the cache has confirmed
 * that it forgot. Who cannot reach the cache, or crashes in between, makes up for it later.
 */
export class OwedInvalidations {
  readonly #disk: OwedDisk
  /** By key: the failure that is being made up for. */
  readonly #again = new Map<number, number>()

  static disk(): OwedDisk {
    return { underWay: new Map(), late: new Map() }
  }

  /** What was under way when an earlier life ended may or may not have got through. */
  constructor(disk: OwedDisk) {
    this.#disk = disk
    for (const key of disk.underWay.keys()) this.#fail(key)
    disk.underWay.clear()
  }

  /** How many keys wait to be made up for. */
  get late(): number {
    return this.#disk.late.size
  }

  /** A write is about to be sent. */
  note(key: number): void {
    const { underWay } = this.#disk
    underWay.set(key, (underWay.get(key) ?? 0) + 1)
  }

  /** The invalidation of a write was confirmed, or was not. */
  answered(key: number, forgot: boolean): void {
    const { underWay } = this.#disk
    const left = (underWay.get(key) ?? 1) - 1
    if (left === 0) underWay.delete(key)
    else underWay.set(key, left)
    if (!forgot) this.#fail(key)
  }

  /** Keys to be invalidated again now; each until it was answered. */
  begin(): number[] {
    const keys = [...this.#disk.late.keys()].filter((key) => !this.#again.has(key))
    for (const key of keys) this.#again.set(key, this.#disk.late.get(key)!)
    return keys
  }

  /** What was invalidated again has been answered. True: nothing is owed for it any more; a later failure is not made up for by it. */
  madeUp(key: number, forgot: boolean): boolean {
    const failure = this.#again.get(key)
    this.#again.delete(key)
    if (!forgot || this.#disk.late.get(key) !== failure) return false
    this.#disk.late.delete(key)
    return true
  }

  #fail(key: number): void {
    const { late } = this.#disk
    late.set(key, (late.get(key) ?? 0) + 1)
  }
}
