import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const T1 = 1
const T2 = 2
const B1 = 3
const B2 = 4

/**
 * Adaptive replacement cache: T1 holds keys seen once lately, T2 keys seen more often, B1 and B2 are the ghosts of
 * each. A request for a ghost says which of T1 and T2 should have been larger, and moves the target `p` of T1.
 * Paper: Megiddo, Modha, "ARC: a self-tuning, low overhead replacement cache" (FAST 2003), figure 4. Departures: sizes
 * count in units, and a step of p is multiplied by the object's size; REPLACE runs only while room is missing (the
 * same thing unless keys are removed). Compare: 2q (fixed shares), lirs. Cost: O(1) an access in entries.
 * Invariant: T1 + B1 <= capacity; all four lists <= 2 capacity; 0 <= p <= capacity.
 */
export class Arc extends TablePolicy {
  readonly name = 'arc'
  #target = 0

  constructor(options: { capacity: number }) {
    super(options.capacity, 4, 2)
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0 && this.table.list[slot] <= T2) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.capacity)) this.insert(key, units, slot)
    return false
  }

  protected promote(slot: number): void {
    this.table.moveToFront(T2, slot)
  }

  protected insert(key: number, units: number, ghost: number): boolean {
    const { table } = this
    if (ghost === 0) {
      this.#limitHistory(units)
      this.makeRoom(units)
      table.add(T1, key, units)
    } else {
      const inB2 = table.list[ghost] === B2
      this.#learn(units, inB2)
      this.#replace(units, inB2)
      table.resize(ghost, units)
      table.moveToFront(T2, ghost)
      this.#limitHistory(0)
    }
    return true
  }

  protected makeRoom(units: number): void {
    this.#replace(units, false)
    if (units === 0) this.#limitHistory(0)
  }

  override clear(): void {
    super.clear()
    this.#target = 0
  }

  protected queues(maxKeys: number) {
    return [
      this.queue('T1', T1, maxKeys),
      this.queue('T2', T2, maxKeys),
      this.queue('B1', B1, maxKeys),
      this.queue('B2', B2, maxKeys),
    ]
  }

  protected override targets() {
    return { p: this.#target }
  }

  /** Moves the target towards the side whose ghost was asked for; faster if that side's ghost list is the shorter. */
  #learn(units: number, inB2: boolean): void {
    const b1 = this.table.unitsOn(B1)
    const b2 = this.table.unitsOn(B2)
    if (inB2) this.#target = Math.max(0, this.#target - units * Math.max(1, b1 / b2))
    else this.#target = Math.min(this.capacity, this.#target + units * Math.max(1, b2 / b1))
  }

  /** Units on all four lists. */
  #directory(): number {
    const { table } = this
    return table.unitsOn(T1) + table.unitsOn(T2) + table.unitsOn(B1) + table.unitsOn(B2)
  }

  /** The paper's REPLACE, until `units` more fit. */
  #replace(units: number, inB2: boolean): void {
    const { table, capacity } = this
    while (table.unitsOn(T1) + table.unitsOn(T2) + units > capacity) {
      const t1 = table.unitsOn(T1)
      const fromT1 = t1 > 0 && (t1 > this.#target || (inB2 && t1 === this.#target))
      const from = fromT1 || table.countOn(T2) === 0 ? T1 : T2
      const victim = table.back(from)
      table.noteEviction(victim)
      table.moveToFront(from === T1 ? B1 : B2, victim)
    }
  }

  /** The paper's case IV: makes room in the lists, so that T1 + B1 and all of them stay within their limits. */
  #limitHistory(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(T1) + table.unitsOn(B1) + units > capacity) {
      if (table.countOn(B1) > 0) table.drop(table.back(B1))
      else table.evict(table.back(T1))
    }
    while (this.#directory() + units > 2 * capacity) {
      table.drop(table.back(B2) || table.back(B1))
    }
  }
}

export const policy: PolicySpec = {
  name: 'arc',
  title: 'ARC',
  summary:
    'Splits the room between keys seen once and keys seen often, and learns the split from its mistakes.',
  role: 'real',
  create: (options) => new Arc(options),
}
