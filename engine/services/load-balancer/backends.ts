import type { BalancerMember } from '../../algorithms/balance/balancer.ts'
import { s, type Nanos } from '../../lib/units.ts'
import type { ValuesOf } from '../../schema/parameter.ts'
import type { Link } from '../define-service.ts'
import type { BALANCER_PARAMETERS } from './parameters.ts'

type Params = ValuesOf<typeof BALANCER_PARAMETERS>

/** One backend as the balancer sees it. */
export interface Backend extends BalancerMember {
  readonly link: Link
  inFlight: number
  available: boolean
  failuresInRow: number
  /** Ejections since its last success. */
  ejections: number
  ejectedUntil: Nanos
  /** It is connected no more; answers that are under way still come. */
  gone: boolean
}

/**
 * The backends and their health, judged by how their requests end: after so many failures in a row one is ejected for a while,
 * longer each time, unless too many are out already.
 */
export class Backends {
  members: readonly Backend[]
  /** All that there ever were, by id: answers of those that are gone may still come. */
  readonly known: Backend[] = []
  /** Set again by `set` when parameters change. */
  params: Params
  #out = 0
  #nextReturn: Nanos = Infinity

  constructor(links: readonly Link[], params: Params) {
    this.params = params
    this.members = links.map((link) => this.#newcomer(link))
  }

  /** Spreads over these from now on; what is known of those that stay is kept. */
  connect(links: readonly Link[]): void {
    const before = new Map(this.members.map((member) => [member.link, member]))
    this.members = links.map((link) => before.get(link) ?? this.#newcomer(link))
    for (const member of before.values()) member.gone = !this.members.includes(member)
    this.#out = this.members.filter(({ available }) => !available).length
  }

  get ejected(): number {
    return this.#out
  }

  /** Takes those back whose time is over. */
  readmit(now: Nanos): void {
    if (now < this.#nextReturn) return
    this.#nextReturn = Infinity
    for (const member of this.members) {
      if (member.available) continue
      if (member.ejectedUntil <= now) this.#setAvailable(member, true)
      else this.#nextReturn = Math.min(this.#nextReturn, member.ejectedUntil)
    }
  }

  /** Notes how a request ended. True when it got the backend ejected. */
  judge(member: Backend, ill: boolean, now: Nanos): boolean {
    if (member.gone) return false
    if (!ill) {
      member.failuresInRow = 0
      member.ejections = 0
      return false
    }
    member.failuresInRow++
    const { ejectAfter, ejectSeconds, ejectedMax } = this.params
    if (ejectAfter === 0 || member.failuresInRow < ejectAfter || !member.available) return false
    if (this.#out + 1 > ejectedMax * this.members.length) return false
    member.ejections++
    member.failuresInRow = 0
    member.ejectedUntil = now + s(ejectSeconds) * member.ejections
    this.#nextReturn = Math.min(this.#nextReturn, member.ejectedUntil)
    this.#setAvailable(member, false)
    return true
  }

  #newcomer(link: Link): Backend {
    const health = {
      inFlight: 0,
      available: true,
      failuresInRow: 0,
      ejections: 0,
      ejectedUntil: 0,
      gone: false,
    }
    const member = { id: this.known.length, link, weight: 1, ...health }
    this.known.push(member)
    return member
  }

  #setAvailable(member: Backend, available: boolean): void {
    member.available = available
    this.#out += available ? -1 : 1
  }
}
