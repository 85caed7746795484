import { assert } from '../../../lib/assert.ts'
import type {
  Compare,
  Put,
  RevisionCommand,
  RevisionEvent,
  RevisionResult,
  Versioned,
} from './revision-command.ts'

export interface Lease {
  readonly id: number
  readonly ttlNanos: number
  readonly keys: Set<string>
}

export interface RevisionMapState {
  readonly revision: number
  readonly compacted: number
  readonly keys: readonly (readonly [string, Versioned])[]
  readonly events: readonly RevisionEvent[]
  readonly answered: readonly (readonly [number, RevisionResult])[]
  readonly leases: readonly { id: number; ttlNanos: number; keys: readonly string[] }[]
}

/** Longer than any client tries again. */
const REMEMBERED = 1_000

/**
 * A map with a history: every command that changes something makes a new revision, and what changed since a revision can be
 * asked for until it is compacted. Keys may live by a lease, whose end deletes them.
 * Paper: Burrows, "The Chubby lock service" (2006) for leases and sequencers; etcd for revisions and transactions over comparisons;
 * Ongaro's thesis (2014), section 6.3, for requests that are answered once.
 * Compare: `MvccStore`, whose transactions last; a plain map, which cannot say what a watcher has missed.
 * Cost: O(operations) a command, O(log events) to find a revision. Invariant: the same commands make the same state; revisions
 * rise by one with each command that changes something, and never otherwise.
 */
export class RevisionMap {
  #revision = 0
  #compacted = 0
  #keys = new Map<string, Versioned>()
  /** After the compacted revision, ascending. */
  #events: RevisionEvent[] = []
  #leases = new Map<number, Lease>()
  /** What the latest requests were answered: a second try of one changes nothing. Oldest first. */
  #answered = new Map<number, RevisionResult>()

  get revision(): number {
    return this.#revision
  }
  /** What happened up to here can no longer be asked for. */
  get compacted(): number {
    return this.#compacted
  }
  get size(): number {
    return this.#keys.size
  }
  get leases(): ReadonlyMap<number, Lease> {
    return this.#leases
  }
  get(key: string): Versioned | undefined {
    return this.#keys.get(key)
  }
  /** Everything whose key begins so. */
  entries(prefix: string): [string, Versioned][] {
    return [...this.#keys].filter(([key]) => key.startsWith(prefix))
  }

  apply(command: RevisionCommand): RevisionResult {
    switch (command.type) {
      case 'transact':
        return this.#answered.get(command.request) ?? this.#transact(command)
      case 'grant':
        return this.#grant(command.lease, command.ttlNanos)
      case 'revoke':
        return this.#revoke(command.lease, command.askedAt)
      case 'compact':
        return this.#compact(command.revision)
    }
  }

  /** What changed after `revision`, or null when part of that is compacted. */
  since(revision: number): RevisionEvent[] | null {
    return revision < this.#compacted ? null : this.#events.slice(this.#firstAfter(revision))
  }

  /** Plain data that later commands do not change. */
  export(): RevisionMapState {
    return {
      revision: this.#revision,
      compacted: this.#compacted,
      keys: [...this.#keys],
      events: [...this.#events],
      answered: [...this.#answered],
      leases: [...this.#leases.values()].map(({ id, ttlNanos, keys }) => ({ id, ttlNanos, keys: [...keys] })),
    }
  }

  import(state: RevisionMapState | null): void {
    this.#revision = state?.revision ?? 0
    this.#compacted = state?.compacted ?? 0
    this.#keys = new Map(state?.keys)
    this.#events = [...(state?.events ?? [])]
    this.#answered = new Map(state?.answered)
    const leases = state?.leases ?? []
    this.#leases = new Map(
      leases.map(({ id, ttlNanos, keys }) => [id, { id, ttlNanos, keys: new Set(keys) }]),
    )
  }

  #transact({ when, puts, otherwise, request, askedAt }: Extract<RevisionCommand, { type: 'transact' }>) {
    const succeeded = when.every((compare) => this.#holds(compare))
    this.#change(succeeded ? puts : otherwise, askedAt)
    const result = this.#result(succeeded)
    if (request !== 0) this.#remember(request, result)
    return result
  }

  #remember(request: number, result: RevisionResult): void {
    this.#answered.set(request, result)
    if (this.#answered.size <= REMEMBERED) return
    for (const oldest of this.#answered.keys()) {
      this.#answered.delete(oldest)
      break
    }
  }

  #holds({ key, of, is }: Compare): boolean {
    const known = this.#keys.get(key)
    if (of === 'value') return (known?.value ?? null) === is
    return (known?.[of] ?? 0) === is
  }

  #change(puts: readonly Put[], askedAt: number): void {
    // Deleting what is not there, or binding to a lease that has ended, changes nothing.
    const effective = puts.filter(({ key, value, lease = 0 }) =>
      value === null ? this.#keys.has(key) : lease === 0 || this.#leases.has(lease),
    )
    if (effective.length === 0) return
    this.#revision += 1
    for (const put of effective) this.#put(put, askedAt)
  }

  #put({ key, value, lease = 0 }: Put, askedAt: number): void {
    const revision = this.#revision
    const known = this.#keys.get(key)
    if (known !== undefined) this.#leases.get(known.lease)?.keys.delete(key)
    if (value === null) this.#keys.delete(key)
    else {
      this.#keys.set(key, { value, changed: revision, created: known?.created ?? revision, lease })
      this.#leases.get(lease)?.keys.add(key)
    }
    this.#events.push({ revision, key, value, askedAt })
  }

  #grant(id: number, ttlNanos: number): RevisionResult {
    const isNew = !this.#leases.has(id)
    if (isNew) this.#leases.set(id, { id, ttlNanos, keys: new Set() })
    return this.#result(isNew)
  }

  #revoke(id: number, askedAt: number): RevisionResult {
    const lease = this.#leases.get(id)
    if (lease === undefined) return this.#result(false)
    this.#change(
      [...lease.keys].map((key) => ({ key, value: null })),
      askedAt,
    )
    this.#leases.delete(id)
    return this.#result(true)
  }

  #compact(revision: number): RevisionResult {
    if (revision <= this.#compacted || revision > this.#revision) return this.#result(false)
    this.#events = this.#events.slice(this.#firstAfter(revision))
    this.#compacted = revision
    return this.#result(true)
  }

  #result(succeeded: boolean): RevisionResult {
    return { revision: this.#revision, succeeded }
  }

  /** The first event after `revision`. */
  #firstAfter(revision: number): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle].revision > revision) high = middle
      else low = middle + 1
    }
    assert(low === 0 || this.#events[low - 1].revision <= revision, 'events stand in the order of revisions')
    return low
  }
}
