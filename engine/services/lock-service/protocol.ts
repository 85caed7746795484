/** What is asked of a lock service. All names are taken in one step, or none. */
export type LockRequest =
  | { what: 'acquire'; names: readonly string[]; owner: string; ttlMs: number }
  | { what: 'release'; names: readonly string[]; owner: string }
  | { what: 'extend'; names: readonly string[]; owner: string; ttlMs: number }

/** The answer to `acquire`: the token rises with every lease, so that whoever is protected can turn old holders away. */
export type LockAnswer = { acquired: true; fencingToken: number } | { acquired: false; heldBy: string }
