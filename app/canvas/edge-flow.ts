import { FAILED, FLIGHT_FIELDS, LOST } from './flight-outcomes.ts'

/** How much of the newest frame goes into the mean: at 15 frames a second it looks back about a third of a second. */
const WEIGHT = 0.2
const SECOND = 1_000_000_000

/** What flows over one edge, by the messages that were sampled on it. */
export interface Flow {
  /** Messages from its start to its end, a simulated second. */
  perSecond: number
  /** Share of answers that failed and of messages that were lost, 0 to 1. */
  badShare: number
}

/** Above this share of failed or lost messages an edge is drawn as failing. */
const FAILING_SHARE = 0.05

/** Below so many messages a second an edge rests, and no band is drawn. */
const LEAST = 0.05

/** Of an edge that nothing is known of. */
export const STILL: Flow = { perSecond: 0, badShare: 0 }

/** Flow of every edge of a lane, from the same samples that the dots are. */
export class EdgeFlow {
  /** By the numbers of the links; they grow when edges are added. */
  #sent = new Float64Array(64)
  #answered = new Float64Array(64)
  #bad = new Float64Array(64)
  #counts = new Float64Array(64 * 3)
  #links = 0
  #before = -1

  /** Takes the flights of a frame; each stands for `oneIn` messages. Time that stands still brings nothing. */
  add(flights: Float64Array, oneIn: number, nowNanos: number): void {
    const passed = nowNanos - this.#before
    const first = this.#before < 0
    if (passed <= 0) return
    this.#before = nowNanos
    if (first) return
    for (let at = 0; at < flights.length; at += FLIGHT_FIELDS) this.#haveRoomFor(flights[at])
    const counts = this.#counts.fill(0)
    for (let at = 0; at < flights.length; at += FLIGHT_FIELDS) {
      const [link, direction, outcome] = [flights[at], flights[at + 1], flights[at + 2]]
      if (link >= this.#links) continue // an edge so new that nobody here has heard of it
      if (direction === 0) counts[link * 3]++
      else counts[link * 3 + 1]++
      if (outcome === FAILED || outcome === LOST) counts[link * 3 + 2]++
    }
    const scale = (oneIn * SECOND) / passed
    for (let link = 0; link < this.#links; link++) {
      this.#sent[link] = blend(this.#sent[link], counts[link * 3] * scale)
      this.#answered[link] = blend(this.#answered[link], counts[link * 3 + 1] * scale)
      this.#bad[link] = blend(this.#bad[link], counts[link * 3 + 2] * scale)
    }
  }

  of(link: number): Flow {
    if (link < 0 || link >= this.#links) return STILL
    const messages = Math.max(this.#sent[link], this.#answered[link])
    // Of an edge that rests nothing is said: what was long ago would colour it until the next message.
    const badShare = messages < LEAST ? 0 : Math.min(1, this.#bad[link] / messages)
    return { perSecond: this.#sent[link], badShare }
  }

  #haveRoomFor(link: number): void {
    if (link >= this.#links) this.#links = link + 1
    const before = this.#sent.length
    if (this.#links <= before) return
    this.#sent = grown(this.#sent, this.#links * 2)
    this.#answered = grown(this.#answered, this.#links * 2)
    this.#bad = grown(this.#bad, this.#links * 2)
    this.#counts = new Float64Array(this.#links * 6)
  }
}

function grown(values: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size)
  larger.set(values)
  return larger
}

const blend = (old: number, fresh: number): number => old + (fresh - old) * WEIGHT

/** Width of an edge in pixels: every tenfold of the flow adds as much. */
export const widthOf = (perSecond: number): number =>
  Math.min(11, perSecond < LEAST ? 0 : 2 + 2.1 * Math.log10(1 + perSecond))

export const isFailing = ({ badShare }: Flow): boolean => badShare > FAILING_SHARE
