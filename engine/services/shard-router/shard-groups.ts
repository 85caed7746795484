import type { Link } from '../define-service.ts'

interface Group {
  readonly links: Link[]
  /** Which of them is taken to lead. */
  leader: number
}

/** The replicas of each shard as a router knows them, and who of them leads, until told otherwise. */
export class ShardGroups {
  readonly #groups = new Map<number, Group>()
  readonly #shardOf = new Map<Link, number>()

  /** How many replicas have said what they are. */
  get known(): number {
    return this.#shardOf.size
  }

  /** How many shards there are, without a gap from 0 on. */
  get shards(): number {
    let shards = 0
    while (this.#groups.has(shards)) shards++
    return shards
  }

  isKnown(link: Link): boolean {
    return this.#shardOf.has(link)
  }

  learn(link: Link, shard: number): void {
    if (this.#shardOf.has(link)) return
    this.#shardOf.set(link, shard)
    const group = this.#groups.get(shard)
    if (group === undefined) this.#groups.set(shard, { links: [link], leader: 0 })
    else group.links.push(link)
  }

  /** Where to ask a shard; null when nobody is known. */
  leaderOf(shard: number): Link | null {
    const group = this.#groups.get(shard)
    return group === undefined ? null : group.links[group.leader]
  }

  /** Who was asked does not lead: the next one is tried. */
  notLeader(link: Link): void {
    const group = this.#groups.get(this.#shardOf.get(link)!)
    if (group !== undefined && group.links[group.leader] === link)
      group.leader = (group.leader + 1) % group.links.length
  }

  shardOf(link: Link): number {
    return this.#shardOf.get(link) ?? -1
  }
}
