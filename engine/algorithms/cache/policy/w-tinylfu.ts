import { FrequencySketch } from '../../sketch/frequency-sketch.ts'
import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const WINDOW = 1
const PROBATION = 2
const PROTECTED = 3

/**
 * Window TinyLFU: new keys enter a small LRU window; what the window gives up must be asked for more often than the
 * main cache's next victim, by a sketch of recent frequencies, or it goes. The main cache is a segmented LRU.
 * Paper: Einziger, Friedman, Manes, "TinyLFU: a highly efficient cache admission policy" (2017), section 4: window 1 %,
 * protected four fifths of the main cache. Departures: sizes count in units, an object larger than the window goes
 * straight to the contest; the window is fixed, ties go to the victim, no lots are drawn.
 * Compare: lru (no filter), lfu (no aging), s3-fifo (filters by a queue). Cost: O(1) an access in entries.
 * Invariant: window and main cache are each within their share, so both together are within the capacity.
 */
export class WTinyLfu extends TablePolicy {
  readonly name = 'w-tinylfu'
  readonly #windowCapacity: number
  readonly #mainCapacity: number
  readonly #protectedCapacity: number
  #sketch = new FrequencySketch({ entries: 1 })

  constructor(options: { capacity: number }) {
    super(options.capacity, 3)
    this.#windowCapacity = Math.max(1, Math.floor(options.capacity / 100))
    this.#mainCapacity = options.capacity - this.#windowCapacity
    this.#protectedCapacity = Math.floor((this.#mainCapacity * 4) / 5)
  }

  access(key: number, units = 1): boolean {
    this.#sketch.add(key)
    const slot = this.table.seek(key)
    if (slot !== 0) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.largest())) this.insert(key, units)
    return false
  }

  override touch(key: number): boolean {
    this.#sketch.add(key)
    return super.touch(key)
  }

  override clear(): void {
    super.clear()
    this.#sketch = new FrequencySketch({ entries: 1 })
  }

  protected override largest(): number {
    return Math.max(this.#windowCapacity, this.#mainCapacity)
  }

  protected promote(slot: number): void {
    const { table } = this
    const inWindow = table.list[slot] === WINDOW
    table.moveToFront(inWindow ? WINDOW : PROTECTED, slot)
    if (!inWindow) this.#demote()
  }

  protected insert(key: number, units: number): boolean {
    const { table } = this
    this.#sketch.ensureEntries(table.entries + 1)
    if (units <= this.#windowCapacity) {
      table.add(WINDOW, key, units)
      this.#drainWindow()
      return true
    }
    const slot = table.add(PROBATION, key, units)
    const admitted = this.#contest(slot)
    if (!admitted) table.drop(slot)
    return admitted
  }

  protected makeRoom(): void {
    const { table } = this
    this.#drainWindow()
    this.#demote()
    while (this.#mainUnits() > this.#mainCapacity) table.evict(table.back(PROBATION) || table.back(PROTECTED))
  }

  protected queues(maxKeys: number) {
    return [
      this.queue('window', WINDOW, maxKeys, this.#windowCapacity),
      this.queue('protected', PROTECTED, maxKeys, this.#protectedCapacity),
      this.queue('probation', PROBATION, maxKeys),
    ]
  }

  protected override targets() {
    const { additions, sampleSize } = this.#sketch.inspect()
    return { window: this.#windowCapacity, main: this.#mainCapacity, sampled: additions, sampleSize }
  }

  #mainUnits(): number {
    return this.table.unitsOn(PROBATION) + this.table.unitsOn(PROTECTED)
  }

  #drainWindow(): void {
    const { table } = this
    while (table.unitsOn(WINDOW) > this.#windowCapacity) {
      const candidate = table.back(WINDOW)
      table.moveToFront(PROBATION, candidate)
      if (!this.#contest(candidate)) table.evict(candidate)
    }
  }

  /** The candidate at the front of probation against the main cache's victims, until all fits; false if it lost. */
  #contest(candidate: number): boolean {
    const { table } = this
    while (this.#mainUnits() > this.#mainCapacity) {
      const last = table.back(PROBATION)
      const victim = last === candidate ? table.back(PROTECTED) : last
      if (victim === 0) return false
      if (this.#sketch.estimate(table.key[candidate]) <= this.#sketch.estimate(table.key[victim]))
        return false
      table.evict(victim)
    }
    return true
  }

  #demote(): void {
    const { table } = this
    while (table.unitsOn(PROTECTED) > this.#protectedCapacity)
      table.moveToFront(PROBATION, table.back(PROTECTED))
  }
}

export const policy: PolicySpec = {
  name: 'w-tinylfu',
  title: 'W-TinyLFU',
  summary: 'Admits a key only if it was asked for more often lately than the key it would push out.',
  role: 'real',
  create: (options) => new WTinyLfu(options),
}
