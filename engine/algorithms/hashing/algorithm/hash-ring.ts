import { assert } from '../../../lib/assert.ts'
import { hashInteger32 } from '../../../lib/hash.ts'
import { assertNewMember, positionOf } from '../member-list.ts'
import type { Router, RouterOptions, RouterSpec } from '../router.ts'

const MEMBER_SPAN = 1_048_576 // hash × span + member stays below 2^53, so points sort as plain numbers
const POINTS_MAX = 65_536

/**
 * Consistent hashing: every member owns many points on a circle of hashes, and a key belongs to the first point at or
 * after its hash.
 * Paper: Karger et al., "Consistent hashing and random trees" (1997). Compare: rendezvous (no points to keep), jump
 * hash (even, but only grows at its end), bounded loads. Cost: O(1) expected a key by an index over the leading bits
 * (1 to 2 slots a point, so about one step from there); 12 to 16 bytes a point.
 * Invariant: adding a member moves keys to it only, removing one moves its keys only.
 */
export class HashRing implements Router {
  readonly #virtualNodes: number
  readonly #seed: number
  #members: number[] = []
  /** Points in ascending order, and whose they are. */
  #points = new Uint32Array(0)
  #owners = new Int32Array(0)
  /** For each value of a hash's leading bits: the first point that is not before every such hash. */
  #index = new Uint32Array(2)
  #indexShift = 31

  constructor({ virtualNodes = 150, seed = 0 }: RouterOptions = {}) {
    assert(Number.isInteger(virtualNodes) && virtualNodes >= 1, 'virtualNodes is a positive integer')
    this.#virtualNodes = virtualNodes
    this.#seed = seed
  }

  route(keyHash: number): number {
    return this.#points.length === 0 ? -1 : this.#owners[this.positionOf(keyHash)]
  }

  /** The index of the point that a key belongs to; the ring must not be empty. */
  positionOf(keyHash: number): number {
    const points = this.#points
    let position = this.#index[keyHash >>> this.#indexShift]
    while (position < points.length && points[position] < keyHash) position++
    return position === points.length ? 0 : position
  }

  /** Whose the point at an index is; indices wrap around. */
  ownerAt(position: number): number {
    return this.#owners[position % this.#owners.length]
  }

  /** The first `count` distinct members from a key on, clockwise: where its replicas live. Fewer if there are fewer. */
  routeSeveral(keyHash: number, count: number): number[] {
    const chosen: number[] = []
    if (this.#points.length === 0) return chosen
    const wanted = Math.min(count, this.#members.length)
    for (let position = this.positionOf(keyHash); chosen.length < wanted; position++) {
      const owner = this.ownerAt(position)
      if (!chosen.includes(owner)) chosen.push(owner)
    }
    return chosen
  }

  /** Adds a member; one of weight 2 owns twice the points and draws about twice the keys. */
  add(member: number, weight = 1): void {
    assertNewMember(this.#members, member)
    const count = Math.round(this.#virtualNodes * weight)
    assert(count >= 1 && count <= POINTS_MAX, 'a member has from 1 to 65,536 points')
    this.#members.push(member)
    const packed = new Float64Array(this.#points.length + count)
    for (let i = 0; i < this.#points.length; i++) packed[i] = this.#points[i] * MEMBER_SPAN + this.#owners[i]
    for (let replica = 0; replica < count; replica++) {
      const point = hashInteger32(member * POINTS_MAX + replica, this.#seed)
      packed[this.#points.length + replica] = point * MEMBER_SPAN + member
    }
    packed.sort()
    this.#unpack(packed)
  }

  remove(member: number): void {
    this.#members.splice(positionOf(this.#members, member), 1)
    const kept: number[] = []
    for (let i = 0; i < this.#points.length; i++) if (this.#owners[i] !== member) kept.push(i)
    this.#points = Uint32Array.from(kept, (i) => this.#points[i])
    this.#owners = Int32Array.from(kept, (i) => this.#owners[i])
    this.#buildIndex()
  }

  get members(): readonly number[] {
    return this.#members
  }

  get points(): number {
    return this.#points.length
  }

  /** The exact share of all hashes that each member owns, in the order of `members`. */
  shares(): number[] {
    const owned = new Map<number, number>()
    let before = this.#points.length === 0 ? 0 : this.#points[this.#points.length - 1] - 4_294_967_296
    for (let i = 0; i < this.#points.length; i++) {
      owned.set(this.#owners[i], (owned.get(this.#owners[i]) ?? 0) + this.#points[i] - before)
      before = this.#points[i]
    }
    return this.#members.map((member) => (owned.get(member) ?? 0) / 4_294_967_296)
  }

  /** The exact share of all hashes that `other` routes elsewhere than this ring. */
  movedShare(other: HashRing): number {
    const ends = Float64Array.from([...this.#points, ...other.#points, 4_294_967_295]).sort()
    let moved = 0
    let before = -1
    for (const end of ends) {
      // between two neighbouring points no answer changes, so the answer at the end holds for the whole arc
      if (end > before && this.route(end) !== other.route(end)) moved += end - before
      before = end
    }
    return moved / 4_294_967_296
  }

  copy(): HashRing {
    const twin = new HashRing({ virtualNodes: this.#virtualNodes, seed: this.#seed })
    twin.#members = this.#members.slice()
    twin.#points = this.#points.slice()
    twin.#owners = this.#owners.slice()
    twin.#buildIndex()
    return twin
  }

  inspect() {
    return { members: this.#members.slice(), shares: this.shares(), points: this.#points.length }
  }

  #unpack(packed: Float64Array): void {
    this.#points = Uint32Array.from(packed, (value) => Math.floor(value / MEMBER_SPAN))
    this.#owners = Int32Array.from(packed, (value) => value % MEMBER_SPAN)
    this.#buildIndex()
  }

  /** Points are spread like hashes, so with as many slots as points a slot leads to within a step or two. */
  #buildIndex(): void {
    const bits = Math.max(1, 32 - Math.clz32(this.#points.length))
    this.#indexShift = 32 - bits
    const slotSpan = (1 << this.#indexShift) >>> 0
    this.#index = new Uint32Array(4_294_967_296 / slotSpan)
    let position = 0
    for (let slot = 0; slot < this.#index.length; slot++) {
      const start = slot * slotSpan
      while (position < this.#points.length && this.#points[position] < start) position++
      this.#index[slot] = position
    }
  }
}

export const router: RouterSpec = {
  name: 'hash-ring',
  title: 'Consistent ring',
  summary:
    'Members own many points on a circle; a key goes to the next one, so a change moves only 1/N of the keys.',
  create: (options) => new HashRing(options),
}
