import { Coalescer } from '../../algorithms/cache/coalescer.ts'
import { KeyTable } from '../../algorithms/cache/key-table.ts'
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

/** Of a call to the origin: when it was sent, and for which key. */
type Asked = Pick<Call, 'id' | 'key' | 'sentAt'>
type LoadInto = Pick<Load, 'lease' | 'node'>

/** A read of the origin that will fill the cache. */
export interface Load {
  /** Of the call to the origin. */
  readonly id: number
  readonly key: number
  /** What the cache said when the key was missed. */
  readonly lease: number
  readonly startedAt: Nanos
  /** Which cache node to fill, for those who have several. */
  readonly node: number
}

/** One that is under way. */
interface Begun extends Load {
  /** For whom it was begun; null for a refresh in the background. His id then: the object may serve another request by now. */
  readonly leader: Call | null
  readonly leaderId: number
  /** Who waits, once nobody can join any more; null while that is the coalescer's business. */
  askers: readonly number[] | null
  /** The load of the same key that was begun before and is under way too. */
  older: Begun | null
}

/** The reads of the origin that one server has under way, and who waits for which. With coalescing, one a key. */
export class Loads {
  coalesce: boolean
  readonly #coalescer = new Coalescer()
  /** By key: the load begun last; others of the key hang on it. */
  readonly #newest = new KeyTable<Begun>()
  /** Who has joined somebody else's load, by id. */
  readonly #joined = new Map<number, Call>()
  #size = 0
  #most = 0

  constructor(coalesce: boolean) {
    this.coalesce = coalesce
  }

  /** Loads under way. */
  get size(): number {
    return this.#size
  }

  /** True: whoever asks is to begin a load. False: one is under way, and its answer will do. Null asks for a refresh. */
  ask(key: number, call: Call | null): boolean {
    if (!this.coalesce) return true
    if (call === null) return !this.#coalescer.has(key) && this.#coalescer.ask(key, NOBODY)
    const leads = this.#coalescer.ask(key, call.id)
    if (!leads) this.#joined.set(call.id, call)
    return leads
  }

  /** `asked` is the call to the origin that was just sent for `leader`, after `ask` said so. */
  begin({ id, key, sentAt }: Asked, { lease, node }: LoadInto, leader: Call | null): Load {
    const leaderId = leader?.id ?? NOBODY
    const askers = this.coalesce ? null : [leaderId]
    const older = this.#newest.get(key)
    const begun: Begun = { id, key, lease, startedAt: sentAt, node, leader, leaderId, askers, older }
    this.#newest.set(key, begun)
    this.#size++
    this.#most = Math.max(this.#most, atOnce(begun))
    return begun
  }

  /** The answer to a load's call to the origin is there, good or bad: the load is over. */
  end({ id, key }: Pick<Load, 'id' | 'key'>): Begun {
    const load = this.#take(id, key)
    assert(load !== null, 'a load ends once, after it began')
    this.#size--
    load.askers ??= this.#coalescer.settle(key)
    return load
  }

  /** Whoever waits for a load that has ended and still wants to know. */
  waitingFor(load: Begun): Call[] {
    const askers = load.askers ?? []
    // Nearly always one, and a list that grows takes room for many.
    if (askers.length !== 1) return askers.flatMap((id) => this.#waitingAs(id, load) ?? [])
    const only = this.#waitingAs(askers[0], load)
    return only === null ? [] : [only]
  }

  /** A write has overtaken the load of this key: who asks from now on must not get its answer. Null if none was under way. */
  overtake(key: number): Load | null {
    let load = this.#newest.get(key)
    while (load !== null && load.askers !== null) load = load.older
    if (load !== null) load.askers = this.#coalescer.settle(key)
    return load
  }

  /** The most loads of one key at once since this was last asked. */
  drainMost(): number {
    const most = this.#most
    this.#most = 0
    for (const [, newest] of this.#newest.entries()) this.#most = Math.max(this.#most, atOnce(newest))
    return most
  }

  inspect() {
    return { underWay: this.size, coalesce: this.coalesce, ...this.#coalescer.inspect() }
  }

  #waitingAs(id: number, { leader, leaderId }: Begun): Call | null {
    const call = id === leaderId ? leader : (this.#joined.get(id) ?? null)
    if (id !== leaderId) this.#joined.delete(id)
    return call?.id === id && call.owing ? call : null
  }

  #take(id: number, key: number): Begun | null {
    let newer: Begun | null = null
    let load = this.#newest.get(key)
    while (load !== null && load.id !== id) {
      newer = load
      load = load.older
    }
    if (load === null) return null
    if (newer !== null) newer.older = load.older
    else if (load.older === null) this.#newest.delete(key)
    else this.#newest.set(key, load.older)
    return load
  }
}

/** How many loads of its key are under way, up to this one. */
function atOnce(load: Begun): number {
  let count = 1
  for (let { older } = load; older !== null; older = older.older) count++
  return count
}
