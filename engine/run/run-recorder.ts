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

/** Writes down what clients saw. Reads only; the run does not know that it is there. */
export class RunRecorder implements Observer {
  offered = 0
  succeeded = 0
  /** Answered well within the deadline. */
  goodput = 0
  failed = 0
  rejected = 0
  readonly failures = new Map<FailureCode, number>()
  /** Client-seen latency of completed requests, from the instant they were wanted. */
  readonly latency = new Histogram()
  readonly recent = new SlidingQuantiles(WINDOW_SLOTS)
  readonly latencyByClient = new Map<string, Histogram>()
  readonly outcomesByClient = new Map<string, { completed: number; goodput: number; ended: number }>()
  readonly exemplars: Exemplars
  readonly marks: Mark[] = []
  /** Set while somebody watches the edges. */
  flights: FlightSampler | null = null

  constructor(
    readonly kernel: Kernel,
    readonly checks: CheckRunner,
  ) {
    this.exemplars = new Exemplars(kernel.seed)
  }

  spansFor(root: Call): SpanBuffer | null {
    this.offered++
    return this.exemplars.open(root)
  }

  completed(root: Call): void {
    const latencyNanos = this.kernel.now - root.intendedAt
    const outcomes = this.#outcomesOf(root.target.id)
    outcomes.ended++
    if (root.ok) {
      this.#succeeded(root, latencyNanos)
      outcomes.completed++
      if (this.kernel.now <= root.deadline) {
        this.goodput++
        outcomes.goodput++
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

  #succeeded(root: Call, latencyNanos: Nanos): void {
    this.succeeded++
    this.latency.record(latencyNanos)
    this.recent.record(latencyNanos)
    this.#histogramOf(root.target.id).record(latencyNanos)
  }

  #failedWith(failure: Failure): void {
    this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1)
    if (FAILURES[failure]?.outcome === 'rejected') this.rejected++
    else this.failed++
  }

  #histogramOf(client: string): Histogram {
    let histogram = this.latencyByClient.get(client)
    if (histogram === undefined) this.latencyByClient.set(client, (histogram = new Histogram()))
    return histogram
  }

  #outcomesOf(client: string) {
    let outcomes = this.outcomesByClient.get(client)
    if (outcomes === undefined) {
      outcomes = { completed: 0, goodput: 0, ended: 0 }
      this.outcomesByClient.set(client, outcomes)
    }
    return outcomes
  }
}
