import { Factors } from '../kernel/factors.ts'
import { LOST, type Barrier, type Direction, type Link } from '../kernel/link.ts'
import type { Node } from '../kernel/node.ts'
import type { RandomStream } from '../lib/random.ts'
import { MILLISECOND, SECOND, type Nanos } from '../lib/units.ts'

export interface LinkOptions {
  id: string
  port: string
  latencyNanos: Nanos
  /** 0: infinitely fast. */
  bandwidthBitsPerSecond: number
  /** Whoever is at the far end does not listen for what is said there. */
  deaf?: boolean
}

/** Share of the latency by which single messages are late: routers on the way are not idle. */
const JITTER_SHARE = 0.1

/**
 * One edge of the graph as a network path: latency, jitter, bandwidth in each direction, and what faults do to it.
 * Messages of one direction arrive in the order they were sent, as over one connection, unless a fault reorders them.
 */
export class NetworkLink implements Link {
  readonly id: string
  readonly port: string
  latencyNanos: Nanos
  bandwidthBitsPerSecond: number
  barrier: Barrier | null = null
  readonly deaf: boolean
  /** How many faults cut each direction: nothing passes while it is above zero. */
  readonly cuts: [number, number] = [0, 0]
  extraDelayNanos: Nanos = 0
  /** Probabilities that a message does not get lost, is not doubled, keeps its place: faults multiply into them. */
  readonly delivery = new Factors()
  readonly single = new Factors()
  readonly inOrder = new Factors()
  sent = 0
  lost = 0
  readonly #lastArrival: [Nanos, Nanos] = [0, 0]
  readonly #freeAt: [Nanos, Nanos] = [0, 0]

  constructor(
    readonly index: number,
    readonly from: Node,
    readonly to: Node,
    options: LinkOptions,
    readonly random: RandomStream,
  ) {
    this.id = options.id
    this.port = options.port
    this.deaf = options.deaf ?? false
    this.latencyNanos = options.latencyNanos
    this.bandwidthBitsPerSecond = options.bandwidthBitsPerSecond
  }

  transit(direction: Direction, sizeBytes: number): Nanos {
    this.sent++
    if (this.cuts[direction] > 0 || (this.delivery.value < 1 && !this.random.chance(this.delivery.value))) {
      this.lost++
      return LOST
    }
    return this.#delay(direction, sizeBytes)
  }

  copyTransit(direction: Direction, sizeBytes: number): Nanos {
    if (this.single.value === 1) return LOST
    if (this.random.chance(this.single.value) || this.cuts[direction] > 0) return LOST
    return this.#delay(direction, sizeBytes)
  }

  #delay(direction: Direction, sizeBytes: number): Nanos {
    const { now } = this.from.kernel.scheduler
    const base = this.latencyNanos + this.extraDelayNanos
    const jitter = base === 0 ? 0 : Math.floor(base * JITTER_SHARE * this.random.uniform())
    const delay = this.#serialized(direction, sizeBytes) + base + jitter
    const overtakes = this.inOrder.value < 1 && !this.random.chance(this.inOrder.value)
    if (overtakes) return delay + Math.floor((base + MILLISECOND) * 3 * this.random.uniform())
    const inOrder = Math.max(now + delay, this.#lastArrival[direction])
    this.#lastArrival[direction] = inOrder
    return inOrder - now
  }

  /** How long it takes until the last bit has left: messages of one direction share the bandwidth one after the other. */
  #serialized(direction: Direction, sizeBytes: number): Nanos {
    if (this.bandwidthBitsPerSecond === 0 || sizeBytes === 0) return 0
    const { now } = this.from.kernel.scheduler
    const start = Math.max(now, this.#freeAt[direction])
    const done = start + Math.ceil((sizeBytes * 8 * SECOND) / this.bandwidthBitsPerSecond)
    this.#freeAt[direction] = done
    return done - now
  }
}
