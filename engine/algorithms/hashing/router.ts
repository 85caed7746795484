/** What a router is built with; each takes what concerns it. */
export interface RouterOptions {
  /** Points on the ring for a member of weight 1; default 150. */
  readonly virtualNodes?: number
  /** Bounded loads: how much of the average load a member may carry, in percent above 100; default 125. */
  readonly loadPercent?: number
  /** Chooses one of the many equally good layouts; default 0. */
  readonly seed?: number
}

/**
 * Decides which member (server, shard, cache node) a key belongs to. Members are small integers that stay theirs while
 * others come and go. Keys come as 32-bit hashes, evenly spread; hash before routing.
 */
export interface Router {
  /** The member for a key's hash (an integer in [0, 2^32)); −1 when there are no members. */
  route(keyHash: number): number
  /** Adds a member, which is not there yet. */
  add(member: number): void
  /** Removes a member, which is there. */
  remove(member: number): void
  /** The members, in the router's own order. */
  readonly members: readonly number[]
  /** An independent copy: to compare before and after a change. */
  copy(): Router
  inspect(): Record<string, number | readonly number[]>
}

/** One router of the catalogue: adding one is adding a file in `algorithm/` that exports `router`. */
export interface RouterSpec {
  readonly name: string
  readonly title: string
  readonly summary: string
  create(options?: RouterOptions): Router
}
