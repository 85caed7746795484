import { WORK_DONE, type Activity } from '../../kernel/activity.ts'
import { Kernel } from '../../kernel/kernel.ts'
import { Node } from '../../kernel/node.ts'
import type { Seat, Target } from '../../kernel/scheduler.ts'
import { STATION_DEFAULTS, Station } from '../../kernel/station.ts'
import { exponential } from '../../lib/distribution/exponential.ts'
import type { RandomStream } from '../../lib/random.ts'
import { MICROSECOND, wholeNanos, type Nanos } from '../../lib/units.ts'
import { Histogram } from '../../measure/histogram.ts'

const MEAN_WORK: Nanos = 1_000 * MICROSECOND
const UTILIZATION = 0.9

/** Somebody on his way through the stations; used again when he has left, as calls are. */
class Customer implements Activity {
  station: Station | null = null
  enqueuedAt: Nanos = 0
  startedAt: Nanos = 0
  workNanos: Nanos = 0
  doneAt: Nanos = 0
  pausedNanosBefore: Nanos = 0
  workIncarnation = 0
  holds = false
  readonly priority = 0
  readonly deadline = Infinity
  readonly seat: Seat
  bornAt: Nanos = 0
  /** How many stations he has behind him. */
  passed = 0

  constructor(
    readonly row: StationsInARow,
    readonly identity: number,
  ) {
    this.seat = row.kernel.scheduler.seat(this)
  }

  fire(code: number): void {
    if (code === WORK_DONE) this.station!.workDone(this)
  }
  granted(): void {
    this.passed++
    this.row.lead(this)
  }
  pin(): void {
    // Nobody withdraws him.
  }
  refused(): void {
    // Lines are as long as they have to be.
  }
  addSpan(): void {
    // The histogram has the whole of his way.
  }
}

/** Stations of nodes of their own, one behind the other, and those who come to the first. */
class StationsInARow implements Target {
  readonly kernel = new Kernel(1)
  readonly latency = new Histogram()
  readonly identity = this.kernel.newIdentity()
  readonly #stations: readonly Station[]
  readonly #work: readonly RandomStream[]
  readonly #arrivals = this.kernel.random('arrivals')
  readonly #seat = this.kernel.scheduler.seat(this)
  readonly #left: Customer[] = []

  constructor(
    inARow: number,
    servers: number,
    readonly meanGap: Nanos,
  ) {
    this.#stations = Array.from({ length: inARow }, (_, i) => {
      const node = new Node(this.kernel, i, `station-${i}`, 'bench', '')
      return new Station(node, 'work', { ...STATION_DEFAULTS, servers })
    })
    this.#work = this.#stations.map(({ node }) => this.kernel.random(`work/${node.id}`))
  }

  /** Somebody comes, and the next one is on his way. */
  fire(): void {
    const customer = this.#left.pop() ?? new Customer(this, this.kernel.newIdentity())
    customer.bornAt = this.kernel.now
    customer.passed = 0
    this.lead(customer)
    this.kernel.scheduler.afterSeat(wholeNanos(exponential(this.#arrivals) * this.meanGap), this.#seat, 0)
  }

  /** To the next station, or out. */
  lead(customer: Customer): void {
    const { passed, bornAt } = customer
    if (passed < this.#stations.length)
      return this.#stations[passed].work(customer, wholeNanos(exponential(this.#work[passed]) * MEAN_WORK))
    this.latency.record(this.kernel.now - bornAt)
    this.#left.push(customer)
  }
}

/**
 * What `queues` does, at stations as services have them: with pauses, incarnations, deadlines, and the integrals that utilization and
 * queue lengths are told from.
 */
export function stations(inARow: number, servers: number): (events: number) => Histogram {
  const row = new StationsInARow(inARow, servers, MEAN_WORK / (UTILIZATION * servers))
  row.fire()
  return (events) => {
    row.kernel.scheduler.runUntil(Number.MAX_SAFE_INTEGER, events)
    return row.latency
  }
}
