import type { Nanos } from '../../lib/units.ts'
import { ms } from '../../lib/units.ts'
import type { Call, Link, Request } from '../define-service.ts'
import type { Metadata } from './protocol.ts'

/** Brokers are not asked more often than this where everything is. */
const ASK_AGAIN: Nanos = ms(50)
const PATIENCE: Nanos = ms(300)

interface Asker {
  readonly now: Nanos
  issue(link: Link, request: Request, parent: null, options: { timeoutNanos: Nanos }): Call
}

/** What a client of the brokers knows of where everything is, and how it finds out. */
export class ClusterView {
  metadata: Metadata | null = null
  readonly #links: readonly Link[]
  readonly #byBroker: ReadonlyMap<number, Link>
  #turn = 0
  #askedAt: Nanos = -Infinity

  constructor(links: readonly Link[]) {
    this.#links = links
    this.#byBroker = new Map(links.map((link) => [link.to.index, link]))
  }

  /** How many partitions hold what clients write; 0 while nothing is known. */
  get partitions(): number {
    return this.metadata === null ? 0 : this.metadata.leaders.length - 2
  }

  /** The way to a broker; null when there is none or nobody is meant. */
  linkTo(broker: number): Link | null {
    return this.#byBroker.get(broker) ?? null
  }
  /** All brokers that can be reached, with the way to each. */
  ways(): ReadonlyMap<number, Link> {
    return this.#byBroker
  }
  leads(broker: number, partition: number): boolean {
    return this.metadata?.leaders[partition] === broker
  }
  leaderOf(partition: number): Link | null {
    return this.metadata === null ? null : this.linkTo(this.metadata.leaders[partition])
  }
  get groupCoordinator(): Link | null {
    return this.metadata === null ? null : this.linkTo(this.metadata.groupCoordinator)
  }
  get transactionCoordinator(): Link | null {
    return this.metadata === null ? null : this.linkTo(this.metadata.transactionCoordinator)
  }

  /** One broker after the other. */
  anyone(): Link {
    this.#turn = (this.#turn + 1) % this.#links.length
    return this.#links[this.#turn]
  }

  /** Something was not where it should be: asks, unless that has just been done. The answer goes to `learn`. */
  refresh(ctx: Asker, tag: number): void {
    if (ctx.now - this.#askedAt < ASK_AGAIN) return
    this.#askedAt = ctx.now
    ctx.issue(this.anyone(), { op: 'metadata' }, null, { timeoutNanos: PATIENCE }).tag = tag
  }

  learn(answer: Call): void {
    const metadata = answer.ok ? (answer.value as Metadata) : null
    if (metadata !== null && metadata.version > (this.metadata?.version ?? 0)) this.metadata = metadata
  }
}
