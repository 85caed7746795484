import type { Call, FailureCode } from '../kernel/call.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Direction, Link } from '../kernel/link.ts'
import type { Node } from '../kernel/node.ts'
import type { Observer } from '../kernel/observer.ts'
import type { SpanBuffer } from '../kernel/span.ts'
import type { Nanos } from '../lib/units.ts'
import { Histogram } from '../measure/histogram.ts'
import { SlidingQuantiles } from '../measure/sliding-quantiles.ts'
import { FAILURES, type Failure } from '../schema/failures.ts'
import type { CheckRunner } from './check-runner.ts'
import { Exemplars } from './exemplars.ts'
import type { FlightSampler } from './flight-sampler.ts'

/** Live percentiles look back over this many readings of the time line. */
const WINDOW_SLOTS = 50

/** A sentence on the time line. */
export interface Mark {
  atNanos: Nanos
  node: string
  text: string
}

/** What one client node saw. */
export interface Seen {
  readonly client: string
  /** Of completed requests, from the instant they were wanted. */
  readonly latency: Histogram
  /** Answered well within the deadline. */
  goodput: number
  ended: number
}

/** Writes down what clients saw. Reads only; the run does not know that it is there. */
export class RunRecorder implements Observer {
  offered = 0
  succeeded = 0
  /** Answered well within the deadline. */
  goodput = 0
  failed = 0
  rejected = 0
  readonly failures = new Map<FailureCode, number>()
  /** The latencies of late, of all clients. */
  readonly recent = new SlidingQuantiles(WINDOW_SLOTS)
  /** By client node. */
  readonly seen = new Map<string, Seen>()
  readonly exemplars: Exemplars
  readonly marks: Mark[] = []
  /** Set while somebody watches the edges. */
  flights: FlightSampler | null = null
  /** Whose request ended last: it is often the next one's too. */
  #latest: Seen | null = null

  constructor(
    readonly kernel: Kernel,
    readonly checks: CheckRunner,
  ) {
    this.exemplars = new Exemplars(kernel.seed)
  }

  /** Latency of all completed requests as their clients saw it. */
  get latency(): Histogram {
    const all = new Histogram()
    for (const { latency } of this.seen.values()) all.merge(latency)
    return all
  }

  spansFor(root: Call): SpanBuffer | null {
    this.offered++
    return this.exemplars.open(root)
  }

  completed(root: Call): void {
    const latencyNanos = this.kernel.now - root.intendedAt
    const seen = this.#seenBy(root.target.id)
    seen.ended++
    if (root.ok) {
      this.succeeded++
      seen.latency.record(latencyNanos)
      this.recent.record(latencyNanos)
      if (this.kernel.now <= root.deadline) {
        this.goodput++
        seen.goodput++
      }
    } else this.#failedWith(root.failure as Failure)
    this.exemplars.close(root, latencyNanos)
  }

  hop(link: Link, direction: Direction, call: Call | null, delay: Nanos): void {
    this.flights?.hop(link, direction, call, delay)
  }

  wants(factName: string): boolean {
    return this.checks.wants(factName)
  }

  fact(node: Node, name: string, fact: object): void {
    this.checks.fact(node.id, name, fact)
  }

  mark(node: Node, text: string): void {
    if (this.marks.length < 10_000) this.marks.push({ atNanos: this.kernel.now, node: node.id, text })
  }

  spansDone(root: Call): void {
    this.exemplars.recycle(root)
  }

  #failedWith(failure: Failure): void {
    this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1)
    if (FAILURES[failure]?.outcome === 'rejected') this.rejected++
    else this.failed++
  }

  #seenBy(client: string): Seen {
    if (this.#latest?.client === client) return this.#latest
    let seen = this.seen.get(client)
    if (seen === undefined) {
      seen = { client, latency: new Histogram(), goodput: 0, ended: 0 }
      this.seen.set(client, seen)
    }
    this.#latest = seen
    return seen
  }
}
