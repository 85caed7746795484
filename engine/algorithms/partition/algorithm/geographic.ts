import { Rendezvous } from '../../hashing/algorithm/rendezvous.ts'
import { murmur2 } from '../../hashing/murmur2.ts'
import { murmur3 } from '../../hashing/murmur3.ts'
import type { PartitionArc, PartitionOptions, PartitionSpec, Partitioner } from '../partitioner.ts'

/** Where rows belong, and what share of them: people are not spread evenly over the world. */
export const REGIONS = [
  { name: 'US', share: 0.5 },
  { name: 'EU', share: 0.3 },
  { name: 'APAC', share: 0.2 },
] as const

const REGION_SEED = 0x2f6e2b1
const KEY_SEED = 0x5bd1e995

/** The key's eight bytes, the lowest first; filled anew each time. */
const KEY = new DataView(new ArrayBuffer(8))
const BYTES = new Uint8Array(KEY.buffer)

function bytesOf(key: number): Uint8Array {
  KEY.setUint32(0, key % 4_294_967_296, true)
  KEY.setUint32(4, Math.floor(key / 4_294_967_296), true)
  return BYTES
}

/** The region that a row belongs to, as its owner's address would say: by the shares, and for ever the same. */
export function regionOf(key: number): number {
  const drawn = murmur3(bytesOf(key), REGION_SEED) / 4_294_967_296
  return drawn < REGIONS[0].share ? 0 : drawn < REGIONS[0].share + REGIONS[1].share ? 1 : 2
}

/**
 * Geographic partitioning by a directory: a row lives in its region, on one of the members that the directory lists there; members
 * are dealt to the regions in turn. Within a region, rendezvous hashing.
 * Paper: Corbett et al., "Spanner" (2012), section 2.3, for directories that are placed by policy. Compare: hashed (no locality,
 * even), range. Cost: O(members of a region) a key. Invariant: a row leaves its region only when no member serves that.
 */
class GeographicPartitioner implements Partitioner {
  readonly members: readonly number[]
  readonly #options: PartitionOptions
  readonly #regions: readonly Rendezvous[]

  constructor(options: PartitionOptions) {
    const { members } = options
    this.#options = options
    this.members = members
    this.#regions = REGIONS.map((_, region) => {
      const own = members.filter((member) => member % REGIONS.length === region)
      const router = new Rendezvous()
      for (const member of own.length > 0 ? own : members) router.add(member)
      return router
    })
  }

  ownerOf(key: number): number {
    return this.#regions[regionOf(key)].route(murmur2(bytesOf(key), KEY_SEED))
  }

  withMember(member: number): PartitionOptions {
    return { ...this.#options, members: [...this.members, member] }
  }

  withoutMember(member: number): PartitionOptions {
    return { ...this.#options, members: this.members.filter((each) => each !== member) }
  }

  inspect(): PartitionArc[] {
    let from = 0
    return REGIONS.flatMap(({ share }, region) => {
      const { members } = this.#regions[region]
      return members.map((member) => {
        const arc = { from, to: from + share / members.length, member }
        from = arc.to
        return arc
      })
    })
  }
}

export const partition: PartitionSpec = {
  name: 'geographic',
  title: 'Geographic directory',
  summary: 'Rows live where their owners do: near, lawful, and as uneven as the world.',
  create: (options) => new GeographicPartitioner(options),
}
