/** Values are small: settings, owners of locks, shares of users. */
export type ConfigValue = string | number | boolean

/** What must be true of a key for a transaction's first branch. */
export interface Compare {
  readonly key: string
  /** `value` (null: absent), or the revision of the latest change (0: absent), or of the creation (0: absent). */
  readonly of: 'value' | 'changed' | 'created'
  readonly is: ConfigValue | null
}

export interface Put {
  readonly key: string
  /** null deletes. */
  readonly value: ConfigValue | null
  /** The lease that the key lives by; 0: none. */
  readonly lease?: number
}

/** What the group can be asked to do. Each command is done as a whole, or not at all. */
export type RevisionCommand =
  | {
      readonly type: 'transact'
      readonly when: readonly Compare[]
      readonly puts: readonly Put[]
      readonly otherwise: readonly Put[]
      /** The request it serves, the same for every try; 0: not to be told from others. */
      readonly request: number
      /** When it was asked for: for measuring only. */
      readonly askedAt: number
    }
  | { readonly type: 'grant'; readonly lease: number; readonly ttlNanos: number }
  | { readonly type: 'revoke'; readonly lease: number; readonly askedAt: number }
  | { readonly type: 'compact'; readonly revision: number }

/** What came of it. */
export interface RevisionResult {
  /** The store's revision after it. */
  readonly revision: number
  /** Whether the comparisons held; for other commands, whether there was anything to do. */
  readonly succeeded: boolean
}

/** One change of one key, as watchers learn of it. All changes of one command share a revision. */
export interface RevisionEvent {
  readonly revision: number
  readonly key: string
  readonly value: ConfigValue | null
  readonly askedAt: number
}

/** A key as it stands. */
export interface Versioned {
  readonly value: ConfigValue
  /** Of the latest change, and of the change that made it out of nothing: a fencing token. */
  readonly changed: number
  readonly created: number
  readonly lease: number
}
