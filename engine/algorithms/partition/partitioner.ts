/** What of a table's partitioning is not in the list of its members; plain, so that it can be stored and sent. */
export type Layout = readonly number[]

/** What a partitioner is made from: the same at everybody who has to find a row. */
export interface PartitionOptions {
  /** Small numbers that stay theirs, in the order in which they joined. At least one. */
  readonly members: readonly number[]
  /** What an earlier partitioner over these members said of itself; empty to divide evenly. */
  readonly layout: Layout
  /** Rows have the keys from 0 up to this one; ranges divide them. */
  readonly keys: number
  /** Points of a member on a ring. */
  readonly virtualNodes: number
}

/** Says which member (shard) the row of a key belongs to. Never changed: a change of members makes another one. */
export interface Partitioner {
  readonly members: readonly number[]
  /** The member that the row of `key`, a non-negative integer, belongs to. */
  ownerOf(key: number): number
  /** What a partitioner with this member as well is made from. */
  withMember(member: number): PartitionOptions
  /** What a partitioner without this member is made from. */
  withoutMember(member: number): PartitionOptions
  /** For a picture: shares of the keys' space, in its order, with whose they are. */
  inspect(): readonly PartitionArc[]
}

/** A stretch of the space that keys are laid out in: a circle of hashes, the keys themselves, or regions. */
export interface PartitionArc {
  /** Shares of the whole space. */
  readonly from: number
  readonly to: number
  readonly member: number
}

/** One way to partition; adding one is adding a file in `algorithm/` that exports `partition` or `partitions`. */
export interface PartitionSpec {
  readonly name: string
  readonly title: string
  readonly summary: string
  create(options: PartitionOptions): Partitioner
}
