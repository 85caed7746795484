import type { ConfigValue, Compare, Put } from '../../algorithms/storage/revisions/revision-command.ts'
import type { WatchMessage } from '../../algorithms/storage/revisions/watch-messages.ts'
import type { Failure } from '../../schema/failures.ts'

/** Flags are numbered by clients, and named in the store. */
export const FLAGS = 'flag/'
export const flagOf = (key: number): string => `${FLAGS}${key}`

/** What other services ask for, in the body of a request `config`. Clients say `get`, `put` and `cas` of a numbered flag. */
export type ConfigRequest =
  | { readonly what: 'get'; readonly key: string }
  | {
      readonly what: 'transact'
      readonly when: readonly Compare[]
      readonly puts: readonly Put[]
      readonly otherwise?: readonly Put[]
    }
  | { readonly what: 'grant'; readonly lease: number; readonly ttlMs: number }
  | { readonly what: 'renew' | 'revoke'; readonly lease: number }

/** The answer to a read. */
export interface ConfigReading {
  readonly value: ConfigValue | null
  /** Of its latest change and its creation; 0 when there is none. */
  readonly changed: number
  readonly created: number
  /** The store's revision that the answer is of. */
  readonly revision: number
}
/** The answer to everything else. */
export interface ConfigOutcome {
  readonly revision: number
  readonly succeeded: boolean
}

/** A server asks the leader to hand over to it. */
export interface LeadRequest {
  readonly type: 'lead-request'
}
/** A server passes on that a holder of a lease lives. */
export interface RenewRequest {
  readonly type: 'renew'
  readonly id: number
  readonly lease: number
}
export interface RenewReply {
  readonly type: 'renewed'
  readonly id: number
  readonly outcome: ConfigOutcome | null
  readonly failure: Failure | null
}
export type ConfigMessage = WatchMessage | LeadRequest | RenewRequest | RenewReply

/** Facts for checkers: a server applies a command that makes a revision. */
export interface RevisionFact {
  readonly revision: number
  /** Whether watchers of flags should learn of it. */
  readonly ofFlags: boolean
}
