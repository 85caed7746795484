import type { EarlyRefresh } from '../../algorithms/cache/early-refresh.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Call, Context, Link, Request, Setup } from '../define-service.ts'
import { earlyRefreshRule } from '../cache/early-refresh-rule.ts'
import { Loads } from '../cache/loads.ts'
import { CacheRing } from './cache-ring.ts'
import { KnownKeys } from './known-keys.ts'
import type { CACHED_APP_METRICS } from './metrics.ts'
import type { CACHED_APP_PARAMS } from './params.ts'
import { PATTERNS, type Pattern } from './patterns.ts'

type Port = 'origin' | 'caches' | 'peers'
export type AppContext = Context<typeof CACHED_APP_PARAMS, typeof CACHED_APP_METRICS, Port, 'workers'>
type AppSetup = Setup<typeof CACHED_APP_PARAMS>

/** Volatile state of one application server. */
export class AppState {
  readonly ring: CacheRing
  readonly loads: Loads
  readonly known: KnownKeys
  readonly origin: Link
  readonly peers: readonly Link[]
  readonly random: RandomStream
  /** Used again for every request, as are its options: a request costs no new object. */
  readonly asking: Required<Pick<Request, 'op' | 'key' | 'body' | 'client' | 'sizeBytes'>> = {
    op: 'read',
    key: 0,
    body: null,
    client: 0,
    sizeBytes: 0,
  }
  readonly originOptions = { timeoutNanos: 0 }
  readonly cacheOptions = { timeoutNanos: 0 }
  /** For requests that the cache may have to take through to the origin. */
  readonly throughOptions = { timeoutNanos: 0 }
  pattern: Pattern
  rule: EarlyRefresh | null = null
  workNanos: Nanos = 0

  constructor(setup: AppSetup) {
    const { params } = setup
    this.origin = setup.links('origin')[0]
    // Where a cache was taken out of the graph, the edge leads to the origin itself.
    const caches = setup.links('caches').filter(({ to }) => to !== this.origin.to)
    this.ring = new CacheRing(caches, params)
    this.peers = setup.links('peers')
    this.loads = new Loads(params.coalesce)
    this.known = new KnownKeys(params)
    this.random = setup.random('refresh')
    this.pattern = PATTERNS[params.pattern]
    this.adopt(params)
  }

  /** What `call` asks for, to be asked of somebody else as `op`; valid until the next one. */
  askFor(call: Call, op: string, body: unknown): Request {
    const { asking } = this
    asking.op = op
    asking.key = call.key
    asking.body = body
    asking.client = call.client
    asking.sizeBytes = call.sizeBytes
    return asking
  }

  /** Takes parameters up; true if the filter must be built anew. */
  adopt(params: AppSetup['params']): boolean {
    this.pattern = PATTERNS[params.pattern]
    this.rule = earlyRefreshRule(params.earlyRefresh, params.beta)
    this.loads.coalesce = params.coalesce
    this.ring.reroute(params)
    this.workNanos = Math.round(params.workMicros * 1_000)
    this.originOptions.timeoutNanos = ms(params.originTimeoutMs)
    this.cacheOptions.timeoutNanos = ms(params.cacheTimeoutMs)
    this.throughOptions.timeoutNanos = ms(params.cacheTimeoutMs + params.originTimeoutMs)
    return this.known.adopt(params)
  }
}
