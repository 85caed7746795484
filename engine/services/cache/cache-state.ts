import type { EarlyRefresh } from '../../algorithms/cache/early-refresh.ts'
import type { IssueOptions } from '../../kernel/kernel.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import type { Call, Context, Link, Setup } from '../define-service.ts'
import { CacheStore } from './cache-store.ts'
import { DirtyQueue, type DirtyWrite } from './dirty-queue.ts'
import { earlyRefreshRule } from './early-refresh-rule.ts'
import { Loads } from './loads.ts'
import type { CACHE_METRICS } from './metrics.ts'
import type { CACHE_PARAMS } from './params.ts'

export type CacheContext = Context<typeof CACHE_PARAMS, typeof CACHE_METRICS, 'origin', 'thread'>
type CacheSetup = Setup<typeof CACHE_PARAMS>

/** Survives a crash only to be counted: what was dirty in the life before is lost. */
export interface FormerLife {
  dirty: DirtyQueue | null
}

/** Volatile state of one cache node. All of it goes with a crash. */
export class CacheState {
  readonly store: CacheStore
  readonly loads: Loads
  readonly dirty = new DirtyQueue()
  /** Keys whose write is on its way to the origin, with the writes that wait for their turn. */
  readonly writing = new Map<number, { call: Call; id: number }[]>()
  /** What is being written behind, while it is. */
  batch: readonly DirtyWrite[] | null = null
  /** Null when this node reads through to nobody. */
  origin: Link | null
  readonly random: RandomStream
  readonly originOptions: Required<Pick<IssueOptions, 'timeoutNanos'>> = { timeoutNanos: 0 }
  rule: EarlyRefresh | null = null
  ttlNanos: Nanos = Infinity
  negativeTtlNanos: Nanos = 0
  readonly lostWrites: number

  constructor(setup: CacheSetup, former: FormerLife) {
    const { params } = setup
    this.store = new CacheStore({ ...params, random: setup.random('eviction') }, setup.now)
    this.loads = new Loads(params.coalesce)
    this.origin = setup.links('origin')[0] ?? null
    this.random = setup.random('refresh')
    this.lostWrites = former.dirty?.size ?? 0
    former.dirty = this.dirty
    this.adopt(params)
  }

  /** Takes parameters up. */
  adopt(params: CacheSetup['params']): void {
    this.store.rebuild(params.policy, params.capacity)
    this.loads.coalesce = params.coalesce
    this.rule = earlyRefreshRule(params.earlyRefresh, params.beta)
    this.originOptions.timeoutNanos = ms(params.originTimeoutMs)
    this.ttlNanos = params.ttlSeconds === 0 ? Infinity : s(params.ttlSeconds)
    this.negativeTtlNanos = s(params.negativeTtlSeconds)
  }
}
