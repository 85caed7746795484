import type { EvictionPolicy } from '../../algorithms/cache/eviction-policy.ts'
import { createPolicy } from '../../algorithms/cache/policies.ts'
import { TtlWheel } from '../../algorithms/cache/ttl-wheel.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { AccessHistory, FORGOTTEN, HIT, MISS, STORED } from './access-history.ts'
import type { CacheEntry, CacheFill } from './protocol.ts'

/** What an entry takes beside its value: key, links, expiry, allocator. */
const OVERHEAD_BYTES = 100
/** What is kept of the past, for checks. */
const HISTORY = 5_000
/** Invalidations remembered for each entry of capacity; past that all leases end at once. */
const LEASES_PER_ENTRY = 4

export interface CacheStoreOptions {
  policy: string
  /** In entries. */
  capacity: number
  random: RandomStream
}

/** `used`: somebody has asked for it since it was stored. */
type StoredEntry = CacheEntry & { used: boolean }

/**
 * The entries of one cache node: which of them stay is the policy's business, how long the wheel's. A lease says that a key was not
 * invalidated since it was missed: what was read from the origin before a write must not be stored after it.
 */
export class CacheStore {
  readonly history = new AccessHistory(HISTORY)
  readonly #entries = new Map<number, StoredEntry>()
  readonly #wheel: TtlWheel
  /** Key to the lease since its latest invalidation; all others have that of the epoch. */
  readonly #leases = new Map<number, number>()
  readonly #random: RandomStream
  #policy: EvictionPolicy
  #epoch: number
  #nextLease: number
  #bytes = 0
  #departures = { evictions: 0, expirations: 0, leftUnused: 0 }

  constructor(options: CacheStoreOptions, now: Nanos) {
    this.#random = options.random
    this.#policy = createPolicy(options.policy, options)
    this.#wheel = new TtlWheel({ tickNanos: ms(100) }, now)
    this.#epoch = now // leases of an earlier life are all smaller
    this.#nextLease = now + 1
  }

  get size(): number {
    return this.#entries.size
  }
  get capacity(): number {
    return this.#policy.capacity
  }
  get bytes(): number {
    return this.#bytes
  }

  /** Keys of all entries. */
  keys(): Iterable<number> {
    return this.#entries.keys()
  }

  /** All entries, expired ones that nobody has noticed yet included. */
  entries(): Iterable<CacheEntry> {
    return this.#entries.values()
  }

  /** A look-up: the policy learns of it, the history notes it. */
  lookUp(key: number, now: Nanos): CacheEntry | null {
    const entry = this.#entries.get(key)
    const hit = entry !== undefined && entry.expiresAt > now
    if (entry !== undefined && !hit) this.#expire(key)
    this.#policy.touch(key)
    this.history.note(key, hit ? HIT : MISS, now)
    if (!hit) return null
    entry.used = true
    return entry
  }

  /** What a fill must have been told for it to count. */
  leaseOf(key: number): number {
    return this.#leases.get(key) ?? this.#epoch
  }

  /** Stores a value under the rules of the policy; false if that refuses it. */
  put(key: number, fill: Omit<CacheFill, 'lease'>, sizeBytes: number, ttlNanos: Nanos, now: Nanos): boolean {
    const { value, recomputeNanos, stamp = 0 } = fill
    this.#take(key)
    this.history.note(key, STORED, now)
    const admitted = this.#policy.admit(key, 1)
    for (let i = 0; i < this.#policy.evictedCount; i++) this.#evicted(this.#policy.evictedAt(i))
    if (!admitted) return false
    const expiresAt = now + ttlNanos
    const lease = this.leaseOf(key)
    const times = { storedAt: now, expiresAt, recomputeNanos }
    this.#entries.set(key, { key, value, sizeBytes, lease, stamp, ...times, used: false })
    this.#bytes += sizeBytes + OVERHEAD_BYTES
    if (expiresAt === Infinity) this.#wheel.delete(key)
    else this.#wheel.set(key, expiresAt)
    return true
  }

  /** The origin holds something newer now: fills that were read before do not count any more. */
  endLease(key: number): void {
    if (this.#leases.size >= this.#policy.capacity * LEASES_PER_ENTRY) this.#endLeases()
    this.#leases.set(key, this.#nextLease++)
  }

  /** Forgets a key and ends the leases on it; true if it was there. */
  invalidate(key: number, now: Nanos): boolean {
    this.endLease(key)
    this.history.note(key, FORGOTTEN, now)
    this.#policy.remove(key)
    this.#wheel.delete(key)
    return this.#take(key)
  }

  /** Forgets what has expired by now. */
  expire(now: Nanos): void {
    const expired = this.#wheel.advance(now)
    for (let i = 0; i < expired; i++) this.#expire(this.#wheel.expiredKey(i))
  }

  /** Forgets everything. */
  flush(): void {
    this.#entries.clear()
    this.#policy.clear()
    this.#wheel.clear()
    this.#endLeases()
    this.#bytes = 0
  }

  /** Changes policy or capacity; what fits stays. */
  rebuild(policy: string, capacity: number): void {
    if (policy === this.#policy.name && capacity === this.#policy.capacity) return
    this.#policy = createPolicy(policy, { capacity, random: this.#random })
    for (const key of this.#entries.keys()) {
      const admitted = this.#policy.admit(key, 1)
      for (let i = 0; i < this.#policy.evictedCount; i++) this.#evicted(this.#policy.evictedAt(i))
      if (!admitted) this.#evicted(key)
    }
  }

  /** How entries have left since this was last asked; `leftUnused` without ever having been hit. */
  drainDepartures() {
    const departures = this.#departures
    this.#departures = { evictions: 0, expirations: 0, leftUnused: 0 }
    return departures
  }

  inspect(now: Nanos, most = 40) {
    const { targets, hand, queues } = this.#policy.inspect(most)
    const next = [...this.#entries.values()].slice(-most).map(({ key, value, expiresAt }) => {
      return { key, value, expiresInNanos: expiresAt === Infinity ? null : Math.max(0, expiresAt - now) }
    })
    const { size, capacity, bytes } = this
    return { policy: this.#policy.name, size, capacity, bytes, queues, hand, targets, latest: next }
  }

  #expire(key: number): void {
    this.#departures.expirations++
    this.#policy.remove(key)
    this.#wheel.delete(key)
    this.#take(key)
  }

  #evicted(key: number): void {
    this.#departures.evictions++
    this.#wheel.delete(key)
    this.#take(key)
  }

  #take(key: number): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    this.#entries.delete(key)
    this.#bytes -= entry.sizeBytes + OVERHEAD_BYTES
    if (!entry.used) this.#departures.leftUnused++
    return true
  }

  #endLeases(): void {
    this.#leases.clear()
    this.#epoch = this.#nextLease++
  }
}
