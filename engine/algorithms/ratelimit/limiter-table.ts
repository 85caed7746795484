import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { createDecision } from './limiter.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec, LimiterState } from './limiter.ts'

export interface LimiterTableOptions {
  readonly spec: LimiterSpec
  readonly options: LimiterOptions
  /** A client unseen for this long is forgotten; default as soon as forgetting it changes nothing, and never sooner. */
  readonly idleNanos?: Nanos
  /** Most clients held; the one unseen the longest is forgotten early to make room (it starts afresh). Default: no bound. */
  readonly clientsMax?: number
}

type Key = string | number

interface Client {
  key: Key
  state: LimiterState
  bytes: number
  seenAtNanos: Nanos
  older: Client | undefined
  newer: Client | undefined
}

/**
 * A limiter for every client key over one core and one decision object, in order of last use.
 * Paper: none. Compare: StatefulLimiter (one client). Cost: O(1) a decision, amortised; one state a client.
 * Invariant: forgetting an idle client changes no decision, unless `clientsMax` forces it (counted in `forgottenEarly`).
 */
export class LimiterTable {
  readonly #core: LimiterCore
  readonly #idleNanos: Nanos
  readonly #clientsMax: number
  readonly #clients = new Map<Key, Client>()
  readonly #decision: Decision = createDecision()
  #oldest: Client | undefined
  #newest: Client | undefined
  #bytes = 0
  #forgottenIdle = 0
  #forgottenEarly = 0

  constructor({ spec, options, idleNanos = 0, clientsMax = Infinity }: LimiterTableOptions) {
    assert(idleNanos >= 0, 'idleNanos is not negative')
    assert(clientsMax >= 1, 'clientsMax is at least one')
    this.#core = spec.core(options)
    this.#idleNanos = Math.max(idleNanos, this.#core.fullAfterNanos)
    this.#clientsMax = clientsMax
  }

  /** Decides for a client and charges it if allowed. The returned object is reused by the next call. */
  take(now: Nanos, key: Key, cost = 1): Decision {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    this.forgetIdle(now)
    const client = this.#touch(now, key)
    this.#core.decide(client.state, now, cost, this.#decision, true)
    this.#account(client)
    return this.#decision
  }

  /** The decision that `take` would make; no client is added, charged or moved. */
  peek(now: Nanos, key: Key, cost = 1): Decision {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    const state = this.#clients.get(key)?.state ?? this.#core.initial(now)
    this.#core.decide(state, now, cost, this.#decision, false)
    return this.#decision
  }

  /** Gives a cost back to a client, if it is still known. */
  refund(now: Nanos, key: Key, cost = 1): void {
    const client = this.#clients.get(key)
    if (client) this.#core.refund(client.state, now, cost)
  }

  /** Forgets every client that has been idle long enough; `take` does so by itself. */
  forgetIdle(now: Nanos): void {
    while (this.#oldest && now - this.#oldest.seenAtNanos >= this.#idleNanos) {
      this.#forget(this.#oldest)
      this.#forgottenIdle += 1
    }
  }

  get clients(): number {
    return this.#clients.size
  }

  /** What all the clients' states take, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Clients with their pictures, the latest seen first, at most `clientsShown` of them. */
  inspect(now: Nanos, clientsShown = 20) {
    const shown = []
    for (let client = this.#newest; client && shown.length < clientsShown; client = client.older) {
      shown.push({ key: client.key, bytes: client.bytes, ...this.#core.inspect(client.state, now) })
    }
    return {
      clients: this.#clients.size,
      bytes: this.#bytes,
      forgottenIdle: this.#forgottenIdle,
      forgottenEarly: this.#forgottenEarly,
      shown,
    }
  }

  #touch(now: Nanos, key: Key): Client {
    let client = this.#clients.get(key)
    if (client === undefined) {
      client = this.#add(now, key)
    } else if (client !== this.#newest) {
      this.#unlink(client)
      this.#link(client)
    }
    client.seenAtNanos = Math.max(now, client.seenAtNanos)
    return client
  }

  #add(now: Nanos, key: Key): Client {
    if (this.#clients.size >= this.#clientsMax && this.#oldest) {
      this.#forget(this.#oldest)
      this.#forgottenEarly += 1
    }
    const state = this.#core.initial(now)
    const client = { key, state, bytes: 0, seenAtNanos: now, older: undefined, newer: undefined }
    this.#clients.set(key, client)
    this.#link(client)
    return client
  }

  #account(client: Client): void {
    const bytes = this.#core.bytes(client.state)
    this.#bytes += bytes - client.bytes
    client.bytes = bytes
  }

  #forget(client: Client): void {
    this.#unlink(client)
    this.#clients.delete(client.key)
    this.#bytes -= client.bytes
  }

  #link(client: Client): void {
    client.older = this.#newest
    client.newer = undefined
    if (this.#newest) this.#newest.newer = client
    else this.#oldest = client
    this.#newest = client
  }

  #unlink(client: Client): void {
    if (client.older) client.older.newer = client.newer
    else this.#oldest = client.newer
    if (client.newer) client.newer.older = client.older
    else this.#newest = client.older
  }
}
