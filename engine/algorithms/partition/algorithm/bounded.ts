import { hashInteger32 } from '../../../lib/hash.ts'
import { BoundedLoad } from '../../hashing/algorithm/bounded-load.ts'
import { HashRing } from '../../hashing/algorithm/hash-ring.ts'
import type { PartitionArc, PartitionOptions, PartitionSpec, Partitioner } from '../partitioner.ts'

/** Keys are hashed with a seed of their own: with the ring's, small keys would all lie on points of one member. */
const KEY_SEED = 0x5bd1e995
/** Keys are carried by so many slots: what is bounded is how many of these a member has. */
const SLOTS = 4_096
const SLOT_SPAN = 4_294_967_296 / SLOTS
/** No member has more than so much of the average, in percent. */
const LOAD_PERCENT = 105

/**
 * A ring whose members have at most a twentieth more than their share: what is too much for one goes to the next that has room.
 * Paper: Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads" (2016), with slots of the hashes as loads, so that
 * the answer depends on nothing but key and members. Compare: the plain ring (less even, moves less), rendezvous.
 * Cost: O(slots) a change of members; a hash and a look-up a key. Invariant: no member has more than ⌈1.05 × slots / members⌉ slots.
 */
class BoundedPartitioner implements Partitioner {
  readonly members: readonly number[]
  readonly #options: PartitionOptions
  readonly #owners: readonly number[]

  constructor(options: PartitionOptions) {
    this.#options = options
    this.members = options.members
    this.#owners = slotOwners(options)
  }

  ownerOf(key: number): number {
    return this.#owners[Math.floor(hashInteger32(key, KEY_SEED) / SLOT_SPAN)]
  }

  withMember(member: number): PartitionOptions {
    return { ...this.#options, members: [...this.members, member] }
  }

  withoutMember(member: number): PartitionOptions {
    return { ...this.#options, members: this.members.filter((each) => each !== member) }
  }

  inspect(): PartitionArc[] {
    const arcs: { from: number; to: number; member: number }[] = []
    for (const [slot, member] of this.#owners.entries()) {
      const last = arcs.at(-1)
      if (last?.member === member) last.to = (slot + 1) / SLOTS
      else arcs.push({ from: slot / SLOTS, to: (slot + 1) / SLOTS, member })
    }
    return arcs
  }
}

/** All slots lie where the ring has them; whoever has too many gives the first of them on. */
function slotOwners({ members, virtualNodes }: PartitionOptions): number[] {
  const ring = new HashRing({ virtualNodes })
  const bounded = new BoundedLoad({ loadPercent: LOAD_PERCENT }, ring)
  for (const member of members) bounded.add(member)
  const hashes = Array.from({ length: SLOTS }, (_, slot) => Math.floor((slot + 0.5) * SLOT_SPAN))
  const owners = hashes.map((hash) => ring.route(hash))
  for (const owner of owners) bounded.started(owner)
  const most = Math.ceil((LOAD_PERCENT * SLOTS) / (100 * members.length))
  for (const [slot, owner] of owners.entries()) {
    if (bounded.loadOf(owner) <= most) continue
    bounded.finished(owner)
    owners[slot] = bounded.route(hashes[slot])
    bounded.started(owners[slot])
  }
  return owners
}

export const partition: PartitionSpec = {
  name: 'bounded-load',
  title: 'Ring with bounded loads',
  summary: 'A ring on which no member has more than a twentieth above its share: the rest goes to the next.',
  create: (options) => new BoundedPartitioner(options),
}
