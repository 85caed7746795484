import { hashInteger32 } from '../../../lib/hash.ts'
import { routerNamed } from '../../hashing/catalogue.ts'
import type { Router, RouterSpec } from '../../hashing/router.ts'
import type { PartitionArc, PartitionOptions, PartitionSpec, Partitioner } from '../partitioner.ts'

/** Keys are hashed with a seed of their own: with the ring's, small keys would all lie on points of one member. */
const KEY_SEED = 0x5bd1e995
/** So many stretches of the hashes are looked at for a picture. */
const STRETCHES = 720
const HASHES = 4_294_967_296

/**
 * Hash partitioning by any router: even, whatever the keys are, and with no locality.
 * Paper: none of its own; see the routers. Compare: range, geographic. Cost: a hash and a route a key.
 * Invariant: which keys move when members change is the router's promise.
 */
class HashedPartitioner implements Partitioner {
  readonly members: readonly number[]
  readonly #options: PartitionOptions
  readonly #router: Router

  constructor(options: PartitionOptions, spec: RouterSpec) {
    this.#options = options
    this.members = options.members
    this.#router = spec.create({ virtualNodes: options.virtualNodes })
    for (const member of options.members) this.#router.add(member)
  }

  ownerOf(key: number): number {
    return this.#router.route(hashInteger32(key, KEY_SEED))
  }

  withMember(member: number): PartitionOptions {
    return { ...this.#options, members: [...this.members, member] }
  }

  withoutMember(member: number): PartitionOptions {
    return { ...this.#options, members: this.members.filter((each) => each !== member) }
  }

  inspect(): PartitionArc[] {
    const arcs: { from: number; to: number; member: number }[] = []
    for (let i = 0; i < STRETCHES; i++) {
      const member = this.#router.route(Math.floor(((i + 0.5) / STRETCHES) * HASHES))
      const last = arcs.at(-1)
      if (last?.member === member) last.to = (i + 1) / STRETCHES
      else arcs.push({ from: i / STRETCHES, to: (i + 1) / STRETCHES, member })
    }
    return arcs
  }
}

/** Routers whose answers depend on nothing but key and members. */
const ROUTERS = ['hash-ring', 'rendezvous', 'jump', 'mod-n'].map(routerNamed)

export const partitions: readonly PartitionSpec[] = ROUTERS.map((spec) => ({
  name: spec.name,
  title: spec.title,
  summary: spec.summary,
  create: (options) => new HashedPartitioner(options, spec),
}))
