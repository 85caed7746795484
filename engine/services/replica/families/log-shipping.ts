import type { Vector } from '../../../algorithms/clock/vector-clock.ts'
import type { AcknowledgementMode } from '../../../algorithms/replication/acknowledgement.ts'
import { LogShipping } from '../../../algorithms/replication/log-shipping.ts'
import type { LogShippingDurable } from '../../../algorithms/replication/log-shipping-durable.ts'
import { logShippingDurable } from '../../../algorithms/replication/log-shipping-durable.ts'
import type { LogShippingMessage } from '../../../algorithms/replication/log-shipping-messages.ts'
import type { LogShippingOptions } from '../../../algorithms/replication/log-shipping-options.ts'
import type { Operation, Output, Query, Reading } from '../../../algorithms/replication/replica.ts'
import { ms, type Nanos } from '../../../lib/units.ts'
import type { Family, Hosted, LogLine, ReplicaDisk, Start } from '../hosted.ts'
import { timings, type ReplicaParams } from '../params.ts'

/** The first replica of the document leads first. */
const FIRST_LEADER = 0
const RESEND = ms(200)
const PENDING_LIMIT = 10_000
const TAIL_LINES = 8
const NOTHING: Output<never> = { persistBytes: 0, send: [], answers: [], notices: [] }

type Changeable = { -readonly [K in keyof LogShippingOptions]: LogShippingOptions[K] }

/** A replica of a shipped log. The machine reads its times from the options again and again, so that they can be turned while it runs. */
class HostedLog implements Hosted {
  readonly replica: LogShipping
  readonly #options: Changeable
  readonly #durable: LogShippingDurable
  readonly #disk: ReplicaDisk
  #params: ReplicaParams

  constructor({ place, params, random, wallClock, now, disk, durable }: Start<LogShippingDurable>) {
    this.#durable = durable
    this.#disk = disk
    this.#params = params
    this.#options = {
      group: place.group,
      random,
      wallClock,
      phi: null,
      firstLeader: FIRST_LEADER,
      resendNanos: RESEND,
      pendingLimit: PENDING_LIMIT,
      entryBytes: params.entryBytes,
      retainEntries: params.retainEntries,
      ...timings(params),
      ...switches(params, place.group.self, disk.joining),
    }
    this.replica = new LogShipping(this.#options, durable, now)
  }

  /** Followers may read as soon as they have anything: it is stale at worst. */
  get ready(): boolean {
    return !this.#disk.joining
  }

  configure(params: ReplicaParams): boolean {
    const { group } = this.#options
    const { entryBytes, retainEntries } = params
    this.#params = params
    Object.assign(this.#options, timings(params), { entryBytes, retainEntries })
    this.replica.configure(switches(params, group.self, this.#disk.joining))
    return true
  }

  receive(now: Nanos, from: number, message: LogShippingMessage): Output<LogShippingMessage> {
    // A promise that was on the lost disk must not be given a second time.
    if (this.#disk.joining && message.type === 'vote-request') return NOTHING
    const output = this.replica.receive(now, from, message)
    if (this.#disk.joining && message.type === 'append' && this.#agreesWith(message)) {
      this.#disk.joining = false
      this.configure(this.#params)
    }
    return output
  }

  operation(key: number, value: string): Operation {
    return { type: 'write', key, value }
  }

  query(key: number, { reads }: ReplicaParams): Query {
    return { key, level: reads }
  }

  shown(_now: Nanos, key: number): Reading {
    return this.replica.values.get(key)?.value ?? null
  }

  contents(): Map<number, Reading> {
    const contents = new Map<number, Reading>()
    for (const [key, { value }] of this.replica.values) contents.set(Number(key), value)
    return contents
  }

  vector(): null {
    return null
  }

  reached(): Vector {
    return [this.replica.commitIndex]
  }

  head(_from: number, message: LogShippingMessage): number {
    return message.type === 'append' ? message.commitIndex : -1
  }

  held(): number {
    return this.replica.commitIndex
  }

  holds(epoch: number, index: number): boolean {
    return this.replica.holds(epoch, index)
  }

  tail(): LogLine[] {
    return this.#durable.log.entries.slice(-TAIL_LINES).map(({ index, epoch, key, value }) => ({
      at: String(index),
      epoch,
      text: key === null ? `epoch ${epoch} begins` : `${key} = ${value}`,
    }))
  }

  #agreesWith(message: Extract<LogShippingMessage, { type: 'append' }>): boolean {
    const last = message.previousIndex + message.entries.length
    const epoch = message.entries.at(-1)?.epoch ?? message.previousEpoch
    return last >= message.commitIndex && this.replica.holds(epoch, last)
  }
}

function switches(params: ReplicaParams, self: number, joining: boolean) {
  const { mode, semiSyncRegions, fencing, failover } = params
  const waitsFor: AcknowledgementMode = mode === 'sync' || mode === 'semi-sync' ? mode : 'async'
  const acknowledgement = { mode: waitsFor, otherRegions: semiSyncRegions }
  return { acknowledgement, fencing, stands: !joining && (failover || self === FIRST_LEADER) }
}

export const logShipping: Family<LogShippingDurable> = {
  name: 'log-shipping',
  durable(_place, joining) {
    const durable = logShippingDurable(FIRST_LEADER)
    durable.started = joining // a late comer does not lead unasked
    return durable
  },
  start: (start) => new HostedLog(start),
}
