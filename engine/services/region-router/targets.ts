import type { Nanos } from '../../lib/units.ts'
import type { Link } from '../define-service.ts'
import type { HealthAnswer } from '../replica/protocol.ts'

/** A replica of this region, or the router of another. */
export interface Target {
  readonly link: Link
  readonly isRouter: boolean
  /** What it said last; before that it is taken to answer reads. */
  writable: boolean
  leads: boolean
  readable: boolean
  heardAt: Nanos
}

/** What a request wants of whoever gets it. */
export type Need = 'writable' | 'readable'

/** Nobody there. */
export const NOBODY = -1

/** Whom a router may ask, and what it knows of them. Replicas of its own region are near; other regions come in the document's order. */
export class Targets {
  readonly all: readonly Target[]
  readonly #replicas: number

  constructor(replicas: readonly Link[], routers: readonly Link[], now: Nanos) {
    const target = (isRouter: boolean) => (link: Link) => ({
      link,
      isRouter,
      writable: false,
      leads: false,
      readable: true,
      heardAt: now,
    })
    this.all = [...replicas.map(target(false)), ...routers.map(target(true))]
    this.#replicas = replicas.length
  }

  indexOf(link: Link): number {
    return this.all.findIndex((target) => target.link === link)
  }

  heard(index: number, { writable, leads, readable }: HealthAnswer, now: Nanos): void {
    Object.assign(this.all[index], { writable, leads, readable, heardAt: now })
  }

  /** Who has been silent since `before` is dead. */
  forgetSilent(before: Nanos): void {
    for (const target of this.all) {
      if (target.heardAt >= before) continue
      target.writable = false
      target.leads = false
      target.readable = false
    }
  }

  /** Who is to have a request of `client`: always the same of equally near ones, as long as that is well. */
  pick(need: Need, client: number, nearOnly: boolean): number {
    const near = this.#replicas
    for (let i = 0; i < near; i++) {
      const at = (client + i) % near
      if (this.all[at][need]) return at
    }
    if (nearOnly) return NOBODY
    for (let at = near; at < this.all.length; at++) if (this.all[at][need]) return at
    return NOBODY
  }

  /** How this region is, all its replicas together. */
  health(): HealthAnswer {
    const here = this.all.slice(0, this.#replicas)
    return {
      type: 'health-answer',
      writable: here.some(({ writable }) => writable),
      leads: here.some(({ leads }) => leads),
      readable: here.some(({ readable }) => readable),
    }
  }

  /** Whether somebody leads, be it without enough followers. */
  get anyLeads(): boolean {
    return this.all.some(({ leads }) => leads)
  }
}
