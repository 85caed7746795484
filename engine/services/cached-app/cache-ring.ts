import { routerNamed } from '../../algorithms/hashing/catalogue.ts'
import { movedShare } from '../../algorithms/hashing/moved-share.ts'
import type { Router } from '../../algorithms/hashing/router.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Link } from '../define-service.ts'

/** Keys are hashed with a seed of their own: with the ring's, small keys would all lie on points of one node. */
const KEY_SEED = 0x5bd1e995
/** So many timeouts in a row, and a node counts as gone. */
const TIMEOUTS_MAX = 3

/** Keys by which a change is measured. */
const SAMPLE = Uint32Array.from({ length: 2_048 }, (_, key) => hashInteger32(key, KEY_SEED))

/** The fact `ring-change`: a server divides the keys among other cache nodes than before. */
export interface RingChange {
  before: readonly string[]
  after: readonly string[]
  /** Share of the keys that belong to another node now. */
  movedShare: number
}

interface RingOptions {
  routing: string
  virtualNodes: number
}

/** The cache nodes as one server sees them: which of them a key belongs to, and which do not answer. */
export class CacheRing {
  readonly links: readonly Link[]
  readonly #timeouts: number[]
  readonly #outUntil: Nanos[]
  /** Whether it has answered since it was last left out. */
  readonly #wasWell: boolean[]
  #options: RingOptions
  #router: Router
  /** Over all of them, made when it is first needed. */
  #whole: Router | null = null
  /** How keys were divided before the latest change of who answers; taken by whoever tells of it. */
  #before: Router | null = null
  #nextReturn: Nanos = Infinity
  #out = 0

  constructor(links: readonly Link[], options: RingOptions) {
    this.links = links
    this.#timeouts = links.map(() => 0)
    this.#outUntil = links.map(() => 0)
    this.#wasWell = links.map(() => true)
    this.#options = options
    this.#router = this.#routerOver()
  }

  /** How many are left out. */
  get out(): number {
    return this.#out
  }

  /** The node of a key among those that answer, as an index into `links`; -1 when there is none. */
  pick(key: number, now: Nanos): number {
    if (now >= this.#nextReturn) this.#readmit(now)
    return this.#router.route(hashInteger32(key, KEY_SEED))
  }

  /** The node of a key when all of them answer: where its copy lies, if that node was only out of reach. */
  homeOf(key: number): number {
    if (this.#out === 0) return this.#router.route(hashInteger32(key, KEY_SEED))
    this.#whole ??= this.#routerOver(() => true)
    return this.#whole.route(hashInteger32(key, KEY_SEED))
  }

  /** Another way to route; who is left out stays so. */
  reroute(options: RingOptions): void {
    this.#options = options
    this.#router = this.#routerOver()
    this.#whole = null
  }

  /** The node has answered, whatever it said. */
  answered(at: number): void {
    this.#timeouts[at] = 0
    this.#wasWell[at] = true
  }

  /** The node has not answered in time; true if that was once too often. */
  timedOut(at: number): boolean {
    return ++this.#timeouts[at] >= TIMEOUTS_MAX
  }

  /** Leaves a node out for a while; its keys belong to others meanwhile. True if it was well before. */
  leaveOut(at: number, until: Nanos): boolean {
    if (this.#outUntil[at] > 0) return false
    this.#outUntil[at] = until
    this.#timeouts[at] = 0
    this.#nextReturn = Math.min(this.#nextReturn, until)
    this.#out++
    this.#divideAnew()
    const newly = this.#wasWell[at]
    this.#wasWell[at] = false
    return newly
  }

  /** Whether it divides the keys otherwise since the last `takeChange`. */
  get changed(): boolean {
    return this.#before !== null
  }

  /** What the latest change of who answers has done to the keys, once; null if nobody wants to know, or it was undone. */
  takeChange(wanted: boolean): RingChange | null {
    const before = this.#before!
    this.#before = null
    if (!wanted || before.members.length === this.#router.members.length) return null
    const name = (at: number) => this.links[at].to.id
    return {
      before: before.members.map(name),
      after: this.#router.members.map(name),
      movedShare: movedShare(before, this.#router, SAMPLE),
    }
  }

  inspect() {
    return {
      router: this.#router.inspect(),
      out: this.links.flatMap(({ to }, at) => (this.#outUntil[at] > 0 ? [to.id] : [])),
    }
  }

  #readmit(now: Nanos): void {
    this.#nextReturn = Infinity
    this.#outUntil.forEach((until, at) => {
      if (until === 0) return
      if (until > now) {
        this.#nextReturn = Math.min(this.#nextReturn, until)
        return
      }
      this.#outUntil[at] = 0
      this.#out--
    })
    this.#divideAnew()
  }

  #divideAnew(): void {
    this.#before ??= this.#router
    this.#router = this.#routerOver()
  }

  /** Members in the order of the links, so that the same nodes always divide the keys alike. */
  #routerOver(has = (at: number): boolean => this.#outUntil[at] === 0): Router {
    const { routing, virtualNodes } = this.#options
    const router = routerNamed(routing).create({ virtualNodes })
    for (const at of this.links.keys()) if (has(at)) router.add(at)
    return router
  }
}
