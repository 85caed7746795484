import { VersionStamps } from '../../algorithms/cache/version-stamps.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import { LatencyProfile } from '../../measure/latency-profile.ts'
import { CacheStore } from '../cache/cache-store.ts'
import { Loads } from '../cache/loads.ts'
import type { CacheEntry } from '../cache/protocol.ts'
import { CacheRing } from '../cached-app/cache-ring.ts'
import { STAMP_GROUPS } from '../database/service.ts'
import type { Call, Context, Link, Request, Setup } from '../define-service.ts'
import { SCHEMES, type Scheme } from './invalidation.ts'
import { OwedInvalidations, type OwedDisk } from './owed-invalidations.ts'
import type { TIERED_APP_METRICS } from './metrics.ts'
import type { TIERED_APP_PARAMS } from './params.ts'

type Port = 'origin' | 'shared' | 'channel'
export type TieredContext = Context<typeof TIERED_APP_PARAMS, typeof TIERED_APP_METRICS, Port, 'workers'>
type TieredSetup = Setup<typeof TIERED_APP_PARAMS>

/** Where an answer came from, as the profile of latencies counts it. */
export const FROM_LOCAL = 0
export const FROM_SHARED = 1
export const FROM_ORIGIN = 2

/** The fact `cached-value`: something cached, current and asked for was found; used again for every look-up. */
export interface CachedValue {
  key: number
  value: unknown
  level: string
  /** Whether it answered the reader. */
  used: boolean
  atNanos: Nanos
}

/** How the nodes of a shared cache divide the keys. */
const DIVISION = { routing: 'hash-ring', virtualNodes: 150 }

/** Volatile state of one application server: its own cache, what it knows of the shared one, and what is under way. */
export class TieredState {
  readonly local: CacheStore
  readonly loads = new Loads(true)
  readonly shared: CacheRing
  readonly stamps = new VersionStamps({ groups: STAMP_GROUPS })
  readonly profile = new LatencyProfile(3)
  readonly owed: OwedInvalidations
  readonly origin: Link
  /** Null when nobody tells the servers anything. */
  readonly channel: Link | null
  /** Used again for every request, as are the options: a request costs no new object. */
  readonly asking: Required<Pick<Request, 'op' | 'key' | 'body' | 'client' | 'sizeBytes'>> = {
    op: '',
    key: 0,
    body: null,
    client: 0,
    sizeBytes: 0,
  }
  readonly found: CachedValue = { key: 0, value: null, level: '', used: true, atNanos: 0 }
  readonly originOptions = { timeoutNanos: 0 }
  readonly sharedOptions = { timeoutNanos: 0 }
  /** When the question was asked whose answer told of the stamps last; before that nothing is trusted. */
  stampsAskedAt: Nanos = -Infinity
  /** Whether a question for stamps is on its way, and since when. */
  askingSince: Nanos | null = null
  scheme: Scheme
  usesLocal = true
  usesShared = true
  ttlNanos: Nanos = 0
  negativeTtlNanos: Nanos = 0
  trustNanos: Nanos = 0
  workNanos: Nanos = 0

  constructor(setup: TieredSetup, disk: OwedDisk) {
    const { params } = setup
    this.owed = new OwedInvalidations(disk)
    this.local = new CacheStore({ ...params, random: setup.random('eviction') }, setup.monotonic)
    this.origin = setup.links('origin')[0]
    this.channel = setup.links('channel')[0] ?? null
    // Where a cache was taken out of the graph, the edge leads to the origin itself.
    this.shared = new CacheRing(
      setup.links('shared').filter(({ to }) => to !== this.origin.to),
      DIVISION,
    )
    this.scheme = SCHEMES[params.invalidation]
    this.adopt(params)
  }

  /** What `call` asks for, to be asked of somebody else as `op`; valid until the next one. */
  askFor({ key, client, sizeBytes }: Call, op: string, body: unknown): Request {
    const { asking } = this
    asking.op = op
    asking.key = key
    asking.body = body
    asking.client = client
    asking.sizeBytes = sizeBytes
    return asking
  }

  /** Takes parameters up. */
  adopt(params: TieredSetup['params']): void {
    this.local.rebuild(params.policy, params.capacity)
    this.scheme = SCHEMES[params.invalidation]
    this.usesLocal = params.levels !== 'global'
    this.usesShared = params.levels !== 'local' && this.shared.links.length > 0
    if (!this.usesLocal) this.local.flush()
    this.ttlNanos = params.ttlSeconds === 0 ? Infinity : s(params.ttlSeconds)
    this.negativeTtlNanos = s(params.negativeTtlSeconds)
    this.trustNanos = ms(params.stampTrustMs)
    this.workNanos = Math.round(params.workMicros * 1_000)
    this.originOptions.timeoutNanos = ms(params.originTimeoutMs)
    this.sharedOptions.timeoutNanos = ms(params.sharedTimeoutMs)
  }

  /** Whether an entry, of its own or of the shared cache, may still answer a reader at `clock`. */
  isCurrent({ key, stamp }: Pick<CacheEntry, 'key' | 'stamp'>, clock: Nanos): boolean {
    if (!this.scheme.stamps) return true
    return clock - this.stampsAskedAt <= this.trustNanos && !this.stamps.isOutdated(key, stamp)
  }

  /** Puts what the origin or the shared cache has said into its own memory, unless the key was invalidated since `lease`. */
  fill(key: number, value: unknown, stamp: number, sizeBytes: number, lease: number, clock: Nanos): void {
    const ttlNanos = value === null ? Math.min(this.negativeTtlNanos, this.ttlNanos) : this.ttlNanos
    if (!this.usesLocal || ttlNanos === 0 || this.local.leaseOf(key) !== lease) return
    this.local.put(key, { value, recomputeNanos: 0, stamp }, sizeBytes, ttlNanos, clock)
  }
}
