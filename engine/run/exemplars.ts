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
  readonly #slow: Exemplar[] = []
  readonly #failed: Exemplar[] = []
  readonly #sample: Exemplar[] = []
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
    if (root.failure !== null) this.#keep(this.#failed, 'failed', root)
    else if (latencyNanos > this.#slowestKept) this.#keepSlow(root, latencyNanos)
    if (this.#random.below(SAMPLE_ONE_IN) === 0) this.#keep(this.#sample, 'sample', root)
  }

  recycle(root: Call): void {
    if (root.spans === null) return
    root.spans.clear()
    this.#buffers.push(root.spans)
    root.spans = null
  }

  /** Kept requests: the slowest first, then the latest failures, then the sample. */
  all(): readonly Exemplar[] {
    return [...this.#slow, ...this.#failed.toReversed(), ...this.#sample]
  }

  #keepSlow(root: Call, latencyNanos: Nanos): void {
    const exemplar = toExemplar(root, 'slow', latencyNanos)
    const at = this.#slow.findIndex(({ from, to }) => to - from < latencyNanos)
    this.#slow.splice(at === -1 ? this.#slow.length : at, 0, exemplar)
    if (this.#slow.length <= KEPT_EACH) return
    this.#slow.pop()
    const last = this.#slow[KEPT_EACH - 1]
    this.#slowestKept = last.to - last.from
  }

  #keep(list: Exemplar[], why: Exemplar['why'], root: Call): void {
    list.push(toExemplar(root, why, root.kernel.now - root.intendedAt))
    if (list.length > KEPT_EACH) list.shift()
  }
}

function toExemplar(root: Call, why: Exemplar['why'], latencyNanos: Nanos): Exemplar {
  const { requestId, op, key, client, intendedAt, failure } = root
  const spans = root.spans?.toSpans() ?? []
  return { why, requestId, op, key, client, from: intendedAt, to: intendedAt + latencyNanos, failure, spans }
}
