import { Scheduler, type Seat, type Target } from '../../kernel/scheduler.ts'
import { exponential } from '../../lib/distribution/exponential.ts'
import { RandomStream } from '../../lib/random.ts'
import { MICROSECOND, wholeNanos, type Nanos } from '../../lib/units.ts'
import { Histogram } from '../../measure/histogram.ts'

const ARRIVE = 0
const DEPART = 1
const MEAN_WORK: Nanos = 1_000 * MICROSECOND
const UTILIZATION = 0.9

/** A server and the customer on it; its departure is the event. */
class Server implements Target {
  bornAt: Nanos = 0
  readonly seat: Seat
  constructor(
    readonly identity: number,
    readonly queue: Queue,
  ) {
    this.seat = queue.scheduler.seat(this)
  }

  fire(): void {
    this.queue.depart(this)
  }
}

/** A queue with servers, handled by plain functions as hot kinds are; whoever is done goes to `next`. */
class Queue {
  readonly #idle: Server[]
  /** When those who wait came into the system: a ring. */
  #waiting = new Float64Array(1024)
  #head = 0
  #length = 0

  constructor(
    first: number,
    readonly scheduler: Scheduler,
    readonly random: RandomStream,
    servers: number,
    readonly next: Taker,
  ) {
    this.#idle = Array.from({ length: servers }, (_, i) => new Server(first + i, this))
  }

  take(bornAt: Nanos): void {
    const server = this.#idle.pop()
    if (server === undefined) return this.#append(bornAt)
    server.bornAt = bornAt
    this.#start(server)
  }

  depart(server: Server): void {
    const { bornAt } = server
    if (this.#length > 0) {
      server.bornAt = this.#waiting[this.#head]
      this.#head = (this.#head + 1) & (this.#waiting.length - 1)
      this.#length--
      this.#start(server)
    } else this.#idle.push(server)
    this.next.take(bornAt)
  }

  #start(server: Server): void {
    this.scheduler.afterSeat(wholeNanos(exponential(this.random) * MEAN_WORK), server.seat, DEPART)
  }

  #append(bornAt: Nanos): void {
    if (this.#length === this.#waiting.length) this.#grow()
    this.#waiting[(this.#head + this.#length++) & (this.#waiting.length - 1)] = bornAt
  }

  #grow(): void {
    const size = this.#waiting.length
    const grown = new Float64Array(size * 2)
    for (let i = 0; i < size; i++) grown[i] = this.#waiting[(this.#head + i) & (size - 1)]
    this.#waiting = grown
    this.#head = 0
  }
}

interface Taker {
  take(bornAt: Nanos): void
}

/** Customers who come at random, and what becomes of them. */
class Source implements Target {
  readonly identity = 0
  readonly #seat: Seat
  constructor(
    readonly scheduler: Scheduler,
    readonly random: RandomStream,
    readonly meanGap: Nanos,
    readonly first: Taker,
  ) {
    this.#seat = scheduler.seat(this)
  }

  fire(): void {
    this.first.take(this.scheduler.now)
    this.scheduler.afterSeat(wholeNanos(exponential(this.random) * this.meanGap), this.#seat, ARRIVE)
  }
}

/** Queues in a row of so many servers each, at utilization 0.9; the latency of every customer is recorded. */
export function queues(inARow: number, servers: number): (events: number) => Histogram {
  const scheduler = new Scheduler()
  const latency = new Histogram()
  let next: Taker = { take: (bornAt) => latency.record(scheduler.now - bornAt) }
  for (let i = inARow; i > 0; i--)
    next = new Queue(1 + i * servers, scheduler, new RandomStream(1, `work/${i}`), servers, next)
  const gap = MEAN_WORK / (UTILIZATION * servers)
  new Source(scheduler, new RandomStream(1, 'arrivals'), gap, next).fire()
  return (events) => {
    scheduler.runUntil(Number.MAX_SAFE_INTEGER, events)
    return latency
  }
}
