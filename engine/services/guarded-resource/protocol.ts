/** A write to what a lock protects: `token` is the revision at which its holder got the lock. */
export interface GuardedWrite {
  readonly lock: string
  readonly token: number
  readonly worker: string
}

/** Facts for checkers. */
export interface GuardedWriteFact extends GuardedWrite {
  readonly accepted: boolean
  readonly atNanos: number
}
