import type { RandomStream } from '../../../lib/random.ts'
import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const ENTRIES = 1

/**
 * Random replacement: every resident entry is as likely to go as any other. A hit changes nothing.
 * Paper: Bélády, "A study of replacement algorithms for a virtual-storage computer" (1966), rule RAND.
 * Compare: fifo, the same without lots; the floor that a policy with an idea should beat.
 * Cost: O(1) an access. Invariant: the drawing array holds every resident slot once, at the place that its mark says.
 */
export class Random extends TablePolicy {
  readonly name = 'random'
  readonly #random: RandomStream
  #slots = new Int32Array(32)

  constructor(options: { capacity: number; random: RandomStream }) {
    super(options.capacity, 1)
    this.#random = options.random
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0) return true
    if (admissible(key, units, this.capacity)) this.insert(key, units)
    return false
  }

  protected promote(): void {}

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    const { table } = this
    const place = table.countOn(ENTRIES)
    const slot = table.add(ENTRIES, key, units)
    if (place === this.#slots.length) {
      const longer = new Int32Array(place * 2)
      longer.set(this.#slots)
      this.#slots = longer
    }
    this.#slots[place] = slot
    table.mark[slot] = place
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(ENTRIES) + units > capacity) {
      const slot = this.#slots[this.#random.below(table.countOn(ENTRIES))]
      table.noteEviction(slot)
      this.forget(slot)
    }
  }

  protected override forget(slot: number): void {
    const { mark } = this.table
    const last = this.#slots[this.table.countOn(ENTRIES) - 1]
    this.#slots[mark[slot]] = last
    mark[last] = mark[slot]
    super.forget(slot)
  }

  protected queues(maxKeys: number) {
    return [this.queue('by admission', ENTRIES, maxKeys, this.capacity)]
  }
}

export const policy: PolicySpec = {
  name: 'random',
  title: 'Random',
  summary: 'Evicts any key, drawn by lot.',
  role: 'real',
  create: (options) => new Random(options),
}
