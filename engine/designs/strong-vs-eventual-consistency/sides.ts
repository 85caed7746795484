/** The two sides of the partition: most of the replicas, and the rest. */
export const MANY = ['a-1', 'a-2'] as const
export const FEW = ['b-1'] as const
export const REPLICAS = [...MANY, ...FEW]

/** Everything of a side, its users' way in included: what a cut between them separates. */
export const SIDE_A = ['a-router', ...MANY]
export const SIDE_B = ['b-router', ...FEW]

/** The load of each side, and what the estimates work with. */
export const SIDE_USERS = 12
export const THINK_MS = 200
export const READ_SHARE = 0.7
export const KEYS = 8
/** Pause between shipments of stores without a log. */
export const SHIP_MS = 800
