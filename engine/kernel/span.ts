import { SPAN_KINDS, type SpanKind } from './activity.ts'
import type { Clock, Nanos } from '../lib/units.ts'

const FIELDS = 5

/** One stretch of time that a request spent somewhere. */
export interface Span {
  kind: SpanKind
  /** Index of the node it happened at; for `network`, the node it travelled to. */
  node: number
  call: number
  from: Nanos
  to: Nanos
}

/** The spans of one request in one flat array that is used again for the next. */
export class SpanBuffer {
  /** The request whose time it keeps; 0 while nobody's. Late work of an earlier request is not written into it. */
  owner = 0
  #values = new Float64Array(FIELDS * 32)
  #length = 0
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.owner = 0
    this.#length = 0
  }

  /** Holds the same as `other` from now on, in memory of its own. */
  copyFrom(other: SpanBuffer): void {
    while (this.#values.length < other.#length * FIELDS) this.#grow()
    for (let i = other.#length * FIELDS - 1; i >= 0; i--) this.#values[i] = other.#values[i]
    this.#length = other.#length
  }

  /** Notes a stretch that ends now. */
  add(kind: SpanKind, node: number, call: number, lastedNanos: Nanos): void {
    const to = this.#clock.now
    let at = this.#length * FIELDS
    if (at === this.#values.length) this.#grow()
    const values = this.#values
    values[at++] = codeOf(kind)
    values[at++] = node
    values[at++] = call
    values[at++] = to - lastedNanos
    values[at] = to
    this.#length++
  }

  /** Sum of the time spent on `kind`, parallel stretches counted each. */
  totalNanos(kind: SpanKind): Nanos {
    const code = codeOf(kind)
    let total = 0
    for (let i = 0; i < this.#length; i++) {
      if (this.#values[i * FIELDS] === code)
        total += this.#values[i * FIELDS + 4] - this.#values[i * FIELDS + 3]
    }
    return total
  }

  /** A copy as objects, in the order the spans ended. */
  toSpans(): Span[] {
    return Array.from({ length: this.#length }, (_, i) => {
      const [code, node, call, from, to] = this.#values.subarray(i * FIELDS, (i + 1) * FIELDS)
      return { kind: SPAN_KINDS[code], node, call, from, to }
    })
  }

  #grow(): void {
    const grown = new Float64Array(this.#values.length * 2)
    grown.set(this.#values)
    this.#values = grown
  }
}

/** The index of a kind in SPAN_KINDS, without searching it: every stretch of every request asks. */
function codeOf(kind: SpanKind): number {
  switch (kind) {
    case 'network':
      return 0
    case 'queue':
      return 1
    case 'service':
      return 2
    case 'lock':
      return 3
    case 'retry':
      return 4
  }
}
