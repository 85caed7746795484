import { LogShipping } from '../../algorithms/replication/log-shipping.ts'
import type { LogShippingMessage } from '../../algorithms/replication/log-shipping-messages.ts'
import type { LogShippingSwitches } from '../../algorithms/replication/log-shipping-options.ts'
import type { Output, Value } from '../../algorithms/replication/replica.ts'
import { ReplicaGroup } from '../../algorithms/replication/replica-group.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, us, type Nanos } from '../../lib/units.ts'
import { WorkTime } from '../../workload/work-time.ts'
import type { Call, Context, Link, Setup } from '../define-service.ts'
import { FIRST_LEADER, firstDivision, type ShardDisk } from './disk.ts'
import { Division } from './division.ts'
import type { SHARD_METRICS } from './metrics.ts'
import type { SHARD_PARAMS, ShardParams } from './params.ts'
import { MAP_KEY, type Resharding } from './protocol.ts'
import { versionOf } from './row.ts'

export type ShardContext = Context<typeof SHARD_PARAMS, typeof SHARD_METRICS, 'peers', 'workers' | 'disk'>
export type ShardSetup = Setup<typeof SHARD_PARAMS>

/** One request, answered when all of its writes are acknowledged. */
export interface Batch {
  readonly call: Call
  readonly callId: number
  readonly value: unknown
  left: number
  failed: boolean
}

/** A write that was proposed and is not acknowledged yet; key -1 for the map. */
export interface PendingWrite {
  readonly key: number
  readonly batch: Batch
}

const TIMES = {
  heartbeatNanos: ms(60),
  leaseNanos: ms(400),
  electionTimeoutNanos: ms(500),
  resendNanos: ms(200),
  batchNanos: ms(2),
  writeTimeoutNanos: ms(1_500),
}

/** Volatile state of one replica of a shard: the machine that replicates its rows, and what its leader knows beyond that. */
export class ShardState {
  readonly machine: LogShipping
  readonly pending = new Map<number, PendingWrite>()
  /** By key: the newest value in the log, where it is not acknowledged yet, and the request that wrote it. */
  readonly ahead = new Map<number, { value: Value; request: number }>()
  unflushed: Output<LogShippingMessage>[] = []
  flushing = false
  /** Who owns what, as the end of the log has it; for the leader. */
  division: Division
  /** The version below which rows were there before copying began. */
  copiedSince = 0
  /** The map under which nothing was found that belongs to others. */
  cleanVersion = 0
  /** The highest version of any row here. */
  clock = 0
  requests = 0
  tick: Timer | null = null
  readonly linkTo: readonly (Link | null)[]
  readonly memberOf: ReadonlyMap<number, number>
  readonly random: RandomStream
  row: WorkTime
  scan: WorkTime
  movedRowNanos: Nanos = 0
  /** Keys that will belong to others, in order, worked out once a resharding. */
  #leaving: { version: number; keys: readonly number[] } = { version: 0, keys: [] }
  /** The epoch that it last served in; another than its own until it knows, as its leader, all that was acknowledged. */
  led = 0
  readonly #disk: ShardDisk
  readonly #self: number
  #params: ShardParams
  readonly shard: number

  constructor(setup: ShardSetup, disk: ShardDisk) {
    const { params, monotonic, wallClock } = setup
    this.#disk = disk
    this.#params = params
    this.shard = params.shard
    const everyone = setup.group('peers')
    this.linkTo = everyone.map(({ link }) => link)
    this.memberOf = new Map(everyone.map(({ node }, member) => [node.index, member]))
    const members = everyone.map(({ node }) => ({ name: node.id, region: '' }))
    this.#self = this.memberOf.get(setup.nodeIndex)!
    const group = new ReplicaGroup({ members, self: this.#self })
    this.random = setup.random('work')
    this.row = new WorkTime(ms(params.rowMs), 0.5, 'gamma')
    this.scan = new WorkTime(ms(params.scanMs), 0.5, 'gamma')
    this.machine = new LogShipping(
      {
        group,
        random: setup.random('protocol'),
        wallClock,
        phi: null,
        firstLeader: FIRST_LEADER,
        pendingLimit: 10_000,
        entryBytes: 100,
        retainEntries: 20_000,
        ...TIMES,
        ...this.#switches(params),
      },
      disk.log,
      monotonic,
    )
    this.division = new Division(firstDivision(params))
    this.adopt(params)
  }

  /** Takes parameters up. */
  adopt(params: ShardParams): void {
    this.#params = params
    this.machine.configure(this.#switches(params))
    this.row = new WorkTime(ms(params.rowMs), 0.5, 'gamma')
    this.scan = new WorkTime(ms(params.scanMs), 0.5, 'gamma')
    this.movedRowNanos = us(params.movedRowMicros)
  }

  receive(now: Nanos, from: number, message: LogShippingMessage): Output<LogShippingMessage> | null {
    // A promise that was on a lost disk must not be given a second time.
    if (this.#disk.joining && message.type === 'vote-request') return null
    const output = this.machine.receive(now, from, message)
    if (this.#disk.joining && message.type === 'append' && this.#agreesWith(message)) {
      this.#disk.joining = false
      this.machine.configure(this.#switches(this.#params))
    }
    return output
  }

  /** Whether it leads and knows all that was acknowledged. What only leaders know is worked out when an epoch begins. */
  serves(now: Nanos): boolean {
    const epoch = this.machine.servingEpoch(now)
    if (epoch === 0) return false
    if (this.led !== epoch) this.#beginLeading(epoch)
    return true
  }

  /** The row as the end of the log has it. */
  newest(key: number): Value | undefined {
    return this.ahead.get(key)?.value ?? this.machine.values.get(key)?.value
  }

  /** Whether a row that another shard sends replaces what is here. */
  replaces(value: Value, here: Value | undefined): boolean {
    return versionOf(value) > versionOf(here)
  }

  /** What the end of the log says of who owns what; `copiedSince` stays while the same rows move. */
  divide(told: Resharding): void {
    const before = this.division.told
    const sameMove = told.next !== null && before.next?.version === told.next.version
    if (told.next !== null && !sameMove) this.copiedSince = this.clock
    this.division = new Division(told)
  }

  /** Keys that this shard has and will not have any more, or has without owning them, in order. */
  leaving(): readonly number[] {
    const { next, told } = this.division
    const version = (next === null ? told.map : told.next!).version
    if (this.#leaving.version === version) return this.#leaving.keys
    const keys: number[] = []
    for (const [key, { value }] of this.machine.values) {
      if (typeof key !== 'number' || value === null) continue
      const leaves = next === null ? !this.owns(key) : this.owns(key) && next.ownerOf(key) !== this.shard
      if (leaves) keys.push(key)
    }
    keys.sort((a, b) => a - b)
    this.#leaving = { version, keys }
    return keys
  }

  /** Rows that are stored here, its own or not. */
  get rowsHeld(): number {
    return this.machine.values.present - 1 // without the map
  }

  rowsOwned(): number {
    let rows = 0
    for (const [key, { value }] of this.machine.values)
      if (typeof key === 'number' && value !== null && this.owns(key)) rows++
    return rows
  }

  owns(key: number): boolean {
    return this.division.now.ownerOf(key) === this.shard
  }

  #beginLeading(epoch: number): void {
    this.led = epoch
    this.ahead.clear()
    this.cleanVersion = 0
    this.#leaving = { version: 0, keys: [] }
    this.clock = 0
    for (const [key, { value }] of this.machine.values)
      if (key !== MAP_KEY) this.clock = Math.max(this.clock, versionOf(value))
    const told = JSON.parse(this.machine.values.get(MAP_KEY)!.value as string) as Stored
    this.division = new Division(told)
    this.copiedSince = told.copiedSince ?? 0
  }

  #switches({ acknowledge, failover }: ShardParams): LogShippingSwitches {
    // Without failover only who led last may stand again, when it comes back.
    const ledLast = this.#disk.log.election.promisedTo === this.#self
    const stands = !this.#disk.joining && (failover || ledLast)
    return {
      acknowledgement: { mode: acknowledge === 'majority' ? 'sync' : 'async', otherRegions: 0 },
      fencing: true,
      stands,
    }
  }

  #agreesWith(message: Extract<LogShippingMessage, { type: 'append' }>): boolean {
    const last = message.previousIndex + message.entries.length
    const epoch = message.entries.at(-1)?.epoch ?? message.previousEpoch
    return last >= message.commitIndex && this.machine.holds(epoch, last)
  }
}

/** The map as the log keeps it, with what its leader must not forget. */
export type Stored = Resharding & { copiedSince?: number }
