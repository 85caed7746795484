/** A member of a group as the one who assigns sees it. */
export interface GroupMember {
  readonly id: string
  /** Partitions that it had before and would like to keep. */
  readonly owned: readonly number[]
}

/** Who reads which partition: every partition once. Plain data: it travels. */
export type Assignment = Readonly<Record<string, readonly number[]>>

/** One way of sharing partitions out: adding one is adding a file in `algorithm/` that exports `assignor`. */
export interface AssignorSpec {
  readonly name: string
  readonly title: string
  /** Members keep what they own while the group rebalances, and what moves is free for one round (KIP-429). */
  readonly cooperative: boolean
  assign(members: readonly GroupMember[], partitions: number): Assignment
}

export const inOrder = (members: readonly GroupMember[]): GroupMember[] =>
  [...members].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
