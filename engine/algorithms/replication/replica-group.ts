import { assert } from '../../lib/assert.ts'

/** One replica of the group: its name for people, and the region whose fate it shares. */
export interface Member {
  readonly name: string
  readonly region: string
}

/** Who replicates with whom, as one replica sees it. Members are known by their position, the same at every replica. */
export class ReplicaGroup {
  readonly members: readonly Member[]
  readonly self: number
  /** Everyone but this replica. */
  readonly peers: readonly number[]
  readonly regions: readonly string[]
  /** Region number of each member. */
  readonly regionOf: readonly number[]
  /** Members of each region, by region number. */
  readonly membersOf: readonly (readonly number[])[]
  /** How many members are more than half of all. */
  readonly majority: number

  constructor(options: { readonly members: readonly Member[]; readonly self: number }) {
    const { members, self } = options
    assert(members.length > 0, 'a group of replicas has at least one member')
    assert(Number.isInteger(self) && self >= 0 && self < members.length, 'a replica is one of its own group')
    this.members = members
    this.self = self
    this.peers = members.map((_, member) => member).filter((member) => member !== self)
    this.regions = [...new Set(members.map((member) => member.region))]
    this.regionOf = members.map((member) => this.regions.indexOf(member.region))
    this.membersOf = this.regions.map((_, region) =>
      members.map((_, member) => member).filter((member) => this.regionOf[member] === region),
    )
    this.majority = majorityOf(members.length)
  }

  get size(): number {
    return this.members.length
  }

  get selfRegion(): number {
    return this.regionOf[this.self]
  }
}

/** The least number that is more than half of `count`. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1
}
