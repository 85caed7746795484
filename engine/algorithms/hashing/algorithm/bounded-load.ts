import { assert } from '../../../lib/assert.ts'
import type { Router, RouterOptions, RouterSpec } from '../router.ts'
import { HashRing } from './hash-ring.ts'

/**
 * Consistent hashing with bounded loads: a key goes to the first member clockwise that carries less than loadPercent of
 * the average, so that a hot arc spills over instead of drowning its owner. The caller reports what is carried:
 * `started` and `finished`; without reports it is a plain ring.
 * Paper: Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads" (2016). Compare: consistent ring,
 * power of two choices. Cost: O(log points) and a walk of O(1/ε²) members a key.
 * Invariant: a member that `route` names carries, with the new one, at most ⌈loadPercent × (total + 1) / (100 × n)⌉.
 */
export class BoundedLoad implements Router {
  readonly #ring: HashRing
  readonly #loadPercent: number
  readonly #loads = new Map<number, number>()
  #total = 0

  constructor(options: RouterOptions = {}, ring: HashRing = new HashRing(options)) {
    const { loadPercent = 125 } = options
    assert(Number.isInteger(loadPercent) && loadPercent >= 100, 'loadPercent is an integer of at least 100')
    this.#ring = ring
    this.#loadPercent = loadPercent
  }

  /** The most that one member may carry when the next load has come. */
  get capacity(): number {
    return Math.ceil((this.#loadPercent * (this.#total + 1)) / (100 * Math.max(1, this.#loads.size)))
  }

  route(keyHash: number): number {
    if (this.#loads.size === 0) return -1
    const { capacity } = this
    let position = this.#ring.positionOf(keyHash)
    // capacity × members > total, so some member has room
    while (this.loadOf(this.#ring.ownerAt(position)) >= capacity) position++
    return this.#ring.ownerAt(position)
  }

  /** Something (a request, a connection, a key) is now carried by a member. */
  started(member: number): void {
    const load = this.#loads.get(member)
    assert(load !== undefined, 'only a member carries load')
    this.#loads.set(member, load + 1)
    this.#total += 1
  }

  /** A load is gone; a member that has left meanwhile is no longer counted. */
  finished(member: number): void {
    const load = this.#loads.get(member)
    if (load === undefined) return
    assert(load > 0, 'no more loads finish than have started')
    this.#loads.set(member, load - 1)
    this.#total -= 1
  }

  loadOf(member: number): number {
    return this.#loads.get(member) ?? 0
  }

  add(member: number): void {
    this.#ring.add(member)
    this.#loads.set(member, 0)
  }

  /** Removes a member together with what it carries. */
  remove(member: number): void {
    this.#ring.remove(member)
    this.#total -= this.loadOf(member)
    this.#loads.delete(member)
  }

  get members(): readonly number[] {
    return this.#ring.members
  }

  copy(): BoundedLoad {
    const twin = new BoundedLoad({ loadPercent: this.#loadPercent }, this.#ring.copy())
    for (const [member, load] of this.#loads) twin.#loads.set(member, load)
    twin.#total = this.#total
    return twin
  }

  inspect() {
    return {
      members: this.members.slice(),
      loads: this.members.map((member) => this.loadOf(member)),
      capacity: this.capacity,
      total: this.#total,
    }
  }
}

export const router: RouterSpec = {
  name: 'bounded-load',
  title: 'Ring with bounded loads',
  summary:
    'A consistent ring whose full members pass keys on to the next, so that none carries much above average.',
  create: (options) => new BoundedLoad(options),
}
