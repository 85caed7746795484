/** How rows get from one shard to another while the table is in use. */
export interface Method {
  readonly title: string
  /** Writes of rows that move are held off from the start, not only while the last ones are copied. */
  readonly stopsAtOnce: boolean
  /** Routers write rows that move to both shards. */
  readonly dualWrites: boolean
  /** Before the new owners serve, writes are held off and what was written since copying began is copied again. */
  readonly catchesUp: boolean
  /** The new owners serve before anything was copied. */
  readonly cutsOverFirst: boolean
}

export const METHODS = {
  'dual-write': {
    title: 'Dual write, backfill, catch up, cut over',
    stopsAtOnce: false,
    dualWrites: true,
    catchesUp: true,
    cutsOverFirst: false,
  },
  'stop-the-world': {
    title: 'Stop writes, copy, cut over',
    stopsAtOnce: true,
    dualWrites: false,
    catchesUp: false,
    cutsOverFirst: false,
  },
  'backfill-only': {
    title: 'Copy, cut over (wrong)',
    stopsAtOnce: false,
    dualWrites: false,
    catchesUp: false,
    cutsOverFirst: false,
  },
  'cut-over-first': {
    title: 'Cut over, then copy (wrong)',
    stopsAtOnce: false,
    dualWrites: false,
    catchesUp: false,
    cutsOverFirst: true,
  },
} as const satisfies Record<string, Method>

export type MethodName = keyof typeof METHODS
