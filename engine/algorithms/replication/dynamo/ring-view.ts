import { hashInteger32 } from '../../../lib/hash.ts'
import { HashRing } from '../../hashing/algorithm/hash-ring.ts'
import type { MemberStatus } from '../../membership/gossip-membership.ts'

/** Keys are hashed with a seed of their own: with the ring's, small keys would all lie on points of one member. */
const KEY_SEED = 0x5bd1e995
/** Keys whose place is remembered. */
const KEYS_KEPT = 20_000

/** Where one key lives. */
export interface Place {
  /** All members of the ring in the order in which the key prefers them; the first N are its owners. */
  readonly walk: readonly number[]
  readonly owners: readonly number[]
  /** Who will be an owner once the ring has changed, or was one and may still be read by those who have not heard. */
  readonly pending: readonly number[]
}

/**
 * The ring as one node sees it: who owns a key now, and who will when those who are joining or leaving are done.
 * Paper: DeCandia et al., "Dynamo" (2007), sections 4.2 and 4.3 (virtual nodes, preference lists). Compare: a table of
 * partitions kept by a coordinator. Cost: O(1) a key once it was looked at; O(points log points) a change.
 * Invariant: owners are distinct members; nodes with the same view give every key the same owners.
 */
export class RingView {
  readonly members: readonly number[]
  readonly #now: HashRing
  /** What the ring will be, and what it was, where that is another. */
  readonly #others: readonly HashRing[]
  readonly #replicas: number
  readonly #places = new Map<number, Place>()
  #shares: number[] | null = null

  constructor(
    statuses: readonly (MemberStatus | null)[],
    options: { readonly replicas: number; readonly virtualNodes: number },
  ) {
    this.#replicas = options.replicas
    const now = membersIn(statuses, ['normal', 'leaving', 'arriving'])
    const then = membersIn(statuses, ['normal', 'joining', 'arriving'])
    const before = membersIn(statuses, ['normal', 'leaving', 'departing'])
    this.members = now
    this.#now = ringOf(now, options.virtualNodes)
    this.#others = [then, before]
      .filter((members) => String(members) !== String(now))
      .map((members) => ringOf(members, options.virtualNodes))
  }

  /** Whether somebody is joining or leaving. */
  get changing(): boolean {
    return this.#others.length > 0
  }

  placeOf(key: number): Place {
    const known = this.#places.get(key)
    if (known !== undefined) return known
    if (this.#now.points === 0) return NOWHERE
    const hash = hashInteger32(key, KEY_SEED)
    const walk = this.#now.routeSeveral(hash, this.members.length)
    const owners = walk.slice(0, this.#replicas)
    const others = this.#others.flatMap((ring) => ring.routeSeveral(hash, this.#replicas))
    const pending = [...new Set(others)].filter((member) => !owners.includes(member))
    const place = { walk, owners, pending }
    if (this.#places.size >= KEYS_KEPT) this.#places.clear()
    this.#places.set(key, place)
    return place
  }

  /** The share of all keys of which a member is the first owner. */
  shareOf(member: number): number {
    this.#shares ??= this.#now.shares()
    const index = this.#now.members.indexOf(member)
    return index < 0 ? 0 : this.#shares[index]
  }

  /** The first owner at so many even steps round the ring: what a picture of it shows. */
  arcs(steps: number): number[] {
    if (this.#now.points === 0) return []
    return Array.from({ length: steps }, (_, step) =>
      this.#now.route(Math.floor((step * 4_294_967_296) / steps)),
    )
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { ...this.#now.inspect(), changing: this.changing } as const
  }
}

const NOWHERE: Place = { walk: [], owners: [], pending: [] }

function membersIn(statuses: readonly (MemberStatus | null)[], wanted: readonly MemberStatus[]): number[] {
  return statuses.flatMap((status, member) => (status !== null && wanted.includes(status) ? [member] : []))
}

/** Rings of the same members are the same, and never changed: nodes with the same view share one. */
const rings = new Map<string, HashRing>()
const RINGS_KEPT = 32

function ringOf(members: readonly number[], virtualNodes: number): HashRing {
  const name = `${virtualNodes} ${members.join(' ')}`
  const known = rings.get(name)
  if (known !== undefined) return known
  const ring = new HashRing({ virtualNodes })
  for (const member of members) ring.add(member)
  if (rings.size >= RINGS_KEPT) rings.clear()
  rings.set(name, ring)
  return ring
}
