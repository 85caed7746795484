import type { Call, FailureCode } from '../kernel/call.ts'
import { SpanBuffer, type Span } from '../kernel/span.ts'
import { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'

/** One request kept whole. */
export interface Exemplar {
  why: 'slow' | 'failed' | 'sample'
  requestId: number
  op: string
  key: number
  client: number
  from: Nanos
  to: Nanos
  failure: FailureCode | null
  spans: Span[]
}

const KEPT_EACH = 20
/** One request in so many is kept as a fair sample. */
const SAMPLE_ONE_IN = 997

/** Keeps the spans of every request while it lasts, and of the slowest, the failed and a random few for good. */
export class Exemplars {
  readonly #buffers: SpanBuffer[] = []
  readonly #slow: KeptRequest[] = []
  readonly #failed: KeptRequest[] = []
  readonly #sample: KeptRequest[] = []
  readonly #random: RandomStream
  #slowestKept: Nanos = 0

  constructor(seed: number) {
    this.#random = new RandomStream(seed, 'exemplars')
  }

  open(root: Call): SpanBuffer {
    return this.#buffers.pop() ?? new SpanBuffer(root.kernel.scheduler)
  }

  /** The request has ended; keeps it if it is worth telling. */
  close(root: Call, latencyNanos: Nanos): void {
    if (root.failure !== null) keepLatest(this.#failed, root, latencyNanos)
    else if (latencyNanos > this.#slowestKept) this.#keepSlow(root, latencyNanos)
    if (this.#random.below(SAMPLE_ONE_IN) === 0) keepLatest(this.#sample, root, latencyNanos)
  }

  recycle(root: Call): void {
    if (root.spans === null) return
    root.spans.clear()
    this.#buffers.push(root.spans)
    root.spans = null
  }

  /** Kept requests: the slowest first, then the latest failures, then the sample. */
  all(): readonly Exemplar[] {
    return [
      ...this.#slow.map((kept) => kept.toExemplar('slow')),
      ...this.#failed.map((kept) => kept.toExemplar('failed')).toReversed(),
      ...this.#sample.map((kept) => kept.toExemplar('sample')),
    ]
  }

  #keepSlow(root: Call, latencyNanos: Nanos): void {
    const slow = this.#slow
    const kept = slow.length < KEPT_EACH ? new KeptRequest(root) : slow.pop()!
    kept.take(root, latencyNanos)
    const at = slow.findIndex((other) => other.latencyNanos < latencyNanos)
    slow.splice(at === -1 ? slow.length : at, 0, kept)
    if (slow.length === KEPT_EACH) this.#slowestKept = slow[KEPT_EACH - 1].latencyNanos
  }
}

/** One request's facts, in memory that serves the next one when this one is not kept any longer: most designs refuse thousands a second. */
class KeptRequest {
  latencyNanos: Nanos = 0
  #requestId = 0
  #op = ''
  #key = 0
  #client = 0
  #from: Nanos = 0
  #failure: FailureCode | null = null
  readonly #spans: SpanBuffer

  constructor(root: Call) {
    this.#spans = new SpanBuffer(root.kernel.scheduler)
  }

  take(root: Call, latencyNanos: Nanos): void {
    this.latencyNanos = latencyNanos
    this.#requestId = root.requestId
    this.#op = root.op
    this.#key = root.key
    this.#client = root.client
    this.#from = root.intendedAt
    this.#failure = root.failure
    if (root.spans === null) this.#spans.clear()
    else this.#spans.copyFrom(root.spans)
  }

  toExemplar(why: Exemplar['why']): Exemplar {
    return {
      why,
      requestId: this.#requestId,
      op: this.#op,
      key: this.#key,
      client: this.#client,
      from: this.#from,
      to: this.#from + this.latencyNanos,
      failure: this.#failure,
      spans: this.#spans.toSpans(),
    }
  }
}

function keepLatest(list: KeptRequest[], root: Call, latencyNanos: Nanos): void {
  const kept = list.length < KEPT_EACH ? new KeptRequest(root) : list.shift()!
  kept.take(root, latencyNanos)
  list.push(kept)
}
