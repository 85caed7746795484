import { assert } from '../../../lib/assert.ts'
import type { PolicySpec } from '../eviction-policy.ts'
import { SlotLinks } from '../slot-links.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const LIR = 1
const HIR = 2
const GONE = 3
/** Not an entry's slot: the anchor of the stack. */
const NONE = 0
/** Ghosts may take this many capacities, or LEAST_GHOSTS if that is more: small caches forget nothing in practice. */
const GHOSTS_PER_CAPACITY = 10
const LEAST_GHOSTS = 65_536

/**
 * Low inter-reference recency set: what counts is not when a key was last asked for but how many other keys were asked
 * for between its last two requests. Keys with low inter-reference recency (LIR) take 99 % of the room; the others
 * (HIR) pass through the rest, and become LIR when they return while still on the recency stack S.
 * Paper: Jiang, Zhang, "LIRS: an efficient low inter-reference recency set replacement policy" (SIGMETRICS 2002),
 * section 3.3. Departures: sizes count in units; ghosts, which the paper leaves without limit, have a wide one, so that
 * memory is bounded: the oldest is forgotten first.
 * Compare: lru, arc; strong on loops. Cost: O(1) amortised. Invariant: the bottom of S is LIR, LIR is within its share,
 * every ghost is on S.
 */
export class Lirs extends TablePolicy {
  readonly name = 'lirs'
  readonly #lirCapacity: number
  readonly #ghostCapacity: number
  /** The stack S: from the anchor, `next` is its top and `prev` its bottom. */
  readonly #stack: SlotLinks

  /** `ghostCapacity`: the units that ghosts may take; ten capacities if not given, and not less than 65,536. */
  constructor(options: { capacity: number; ghostCapacity?: number }) {
    const { capacity, ghostCapacity = Math.max(LEAST_GHOSTS, GHOSTS_PER_CAPACITY * capacity) } = options
    super(capacity, 3, 2)
    assert(ghostCapacity >= 0, 'the room for ghosts is not negative')
    this.#lirCapacity = capacity - Math.ceil(capacity / 100)
    this.#ghostCapacity = ghostCapacity
    this.#stack = new SlotLinks(this.table.slots, NONE)
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0 && this.table.list[slot] <= HIR) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.capacity)) this.insert(key, units, slot)
    return false
  }

  protected promote(slot: number): void {
    const { table } = this
    const list = table.list[slot]
    const onStack = this.#stack.has(slot)
    this.#toTop(slot)
    if (list === HIR) table.moveToFront(onStack ? LIR : HIR, slot)
    this.#settle()
  }

  protected insert(key: number, units: number, ghost: number): boolean {
    const { table } = this
    if (ghost !== 0) this.forget(ghost)
    this.makeRoom(units)
    const low = ghost !== 0 || table.unitsOn(LIR) + units <= this.#lirCapacity
    const slot = table.add(low ? LIR : HIR, key, units)
    this.#stack.ensure(table.slots)
    this.#toTop(slot)
    this.#settle()
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(LIR) + table.unitsOn(HIR) + units > capacity) {
      const slot = table.back(HIR)
      if (slot === 0) {
        this.#demoteBottom()
      } else if (this.#stack.has(slot)) {
        table.noteEviction(slot)
        table.moveToFront(GONE, slot)
      } else {
        table.evict(slot)
      }
    }
    while (table.unitsOn(GONE) > this.#ghostCapacity) this.forget(table.back(GONE))
    this.#settle()
  }

  protected override forget(slot: number): void {
    if (this.#stack.has(slot)) this.#stack.remove(slot)
    super.forget(slot)
    this.#prune()
  }

  override clear(): void {
    super.clear()
    this.#stack.clear()
  }

  /** S with each entry's kind as mark (1 LIR, 2 resident HIR, 3 ghost), then the queue Q of resident HIR. */
  protected queues(maxKeys: number) {
    const { table } = this
    const slots: number[] = []
    let count = 0
    for (let slot = this.#stack.next[NONE]; slot !== NONE; slot = this.#stack.next[slot]) {
      if (count++ < maxKeys) slots.push(slot)
    }
    const stack = {
      name: 'S',
      resident: true,
      count,
      units: table.unitsOn(LIR),
      limit: this.#lirCapacity,
      keys: slots.map((slot) => table.key[slot]),
      marks: slots.map((slot) => table.list[slot]),
    }
    return [
      stack,
      this.queue('Q', HIR, maxKeys),
      this.queue('ghosts on S', GONE, maxKeys, this.#ghostCapacity),
    ]
  }

  #toTop(slot: number): void {
    const stack = this.#stack
    if (stack.has(slot)) stack.remove(slot)
    stack.insertAfter(NONE, slot)
  }

  /** Brings LIR back within its share, and S to end with an LIR entry. */
  #settle(): void {
    this.#prune()
    while (this.table.unitsOn(LIR) > this.#lirCapacity) this.#demoteBottom()
  }

  /** The LIR entry at the bottom of S becomes HIR: the next one to be evicted but for those in Q already. */
  #demoteBottom(): void {
    const bottom = this.#stack.prev[NONE]
    this.#stack.remove(bottom)
    this.table.moveToFront(HIR, bottom)
    this.#prune()
  }

  /** The paper's stack pruning: takes HIR entries off the bottom of S; a ghost is forgotten with that. */
  #prune(): void {
    const { table } = this
    const stack = this.#stack
    for (let slot = stack.prev[NONE]; slot !== NONE && table.list[slot] !== LIR; slot = stack.prev[NONE]) {
      stack.remove(slot)
      if (table.list[slot] === GONE) table.drop(slot)
    }
  }
}

export const policy: PolicySpec = {
  name: 'lirs',
  title: 'LIRS',
  summary:
    'Ranks keys by how many others were asked for between their last two requests, not by the last one alone.',
  role: 'real',
  create: (options) => new Lirs(options),
}
