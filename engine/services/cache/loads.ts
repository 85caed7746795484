import { Coalescer } from '../../algorithms/cache/coalescer.ts'
import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'

/** The asker of a load that refreshes in the background. */
const NOBODY = 0

/** The fact `origin-load`: a server begins to read a key from the origin in order to cache it, or is done with it. */
export interface OriginLoad {
  key: number
  /** Unique to this attempt. */
  load: number
  begins: boolean
  /** Of the server: a crash ends all that was under way. */
  life: number
  atNanos: Nanos
}

/** A read of the origin that will fill the cache. */
export interface Load {
  readonly id: number
  readonly key: number
  /** What the cache said when the key was missed. */
  readonly lease: number
  readonly startedAt: Nanos
  /** Which cache node to fill, for those who have several. */
  readonly node: number
  /** Who waits, once nobody can join any more; null while that is the coalescer's business. */
  askers: readonly number[] | null
}

/** The reads of the origin that one server has under way, and who waits for which. With coalescing, one a key. */
export class Loads {
  coalesce: boolean
  readonly #coalescer = new Coalescer()
  /** By the id of the call to the origin. */
  readonly #loads = new Map<number, Load>()
  /** The load that readers of a key may join. */
  readonly #open = new Map<number, Load>()
  readonly #askers = new Map<number, Call>()
  readonly #perKey = new Map<number, number>()
  #most = 0

  constructor(coalesce: boolean) {
    this.coalesce = coalesce
  }

  /** Loads under way. */
  get size(): number {
    return this.#loads.size
  }

  /** True: whoever asks is to begin a load. False: one is under way, and its answer will do. Null asks for a refresh. */
  ask(key: number, call: Call | null): boolean {
    if (call !== null) this.#askers.set(call.id, call)
    if (!this.coalesce) return true
    if (call === null && this.#coalescer.has(key)) return false
    return this.#coalescer.ask(key, call?.id ?? NOBODY)
  }

  /** The call `id` to the origin was sent, after `ask` said so. */
  begin(load: Omit<Load, 'askers'>, call: Call | null): void {
    const { id, key, lease, startedAt, node } = load
    const askers = this.coalesce ? null : [call?.id ?? NOBODY]
    const begun: Load = { id, key, lease, startedAt, node, askers }
    this.#loads.set(load.id, begun)
    if (this.coalesce) this.#open.set(load.key, begun)
    const atOnce = (this.#perKey.get(load.key) ?? 0) + 1
    this.#perKey.set(load.key, atOnce)
    if (atOnce > this.#most) this.#most = atOnce
  }

  /** The answer to call `id` is there, good or bad: the load is over. */
  end(id: number): Load {
    const load = this.#loads.get(id)
    assert(load !== undefined, 'a load ends once, after it began')
    this.#loads.delete(id)
    if (this.#open.get(load.key) === load) {
      this.#open.delete(load.key)
      load.askers = this.#coalescer.settle(load.key)
    }
    const left = this.#perKey.get(load.key)! - 1
    if (left === 0) this.#perKey.delete(load.key)
    else this.#perKey.set(load.key, left)
    return load
  }

  /** Whoever waits for a load that has ended and still wants to know. */
  waitingFor(load: Load): Call[] {
    const calls: Call[] = []
    for (const id of load.askers ?? []) {
      const call = this.#askers.get(id)
      this.#askers.delete(id)
      if (call !== undefined && call.id === id && call.owing) calls.push(call)
    }
    return calls
  }

  /** A write has overtaken the load of this key: who asks from now on must not get its answer. Null if none was under way. */
  overtake(key: number): Load | null {
    const load = this.#open.get(key)
    if (load === undefined) return null
    this.#open.delete(key)
    load.askers = this.#coalescer.settle(key)
    return load
  }

  /** The most loads of one key at once since this was last asked. */
  drainMost(): number {
    const most = this.#most
    this.#most = 0
    for (const atOnce of this.#perKey.values()) this.#most = Math.max(this.#most, atOnce)
    return most
  }

  inspect() {
    return { underWay: this.size, coalesce: this.coalesce, ...this.#coalescer.inspect() }
  }
}
