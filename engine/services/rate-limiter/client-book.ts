import type { Call } from '../define-service.ts'
import type { Charge } from '../limiter-store/protocol.ts'
import { chargesOf, type LimitParams } from './policies.ts'

/** Clients whose charges are kept; those of others are worked out each time. */
const CHARGES_KEPT = 20_000

/** What a limiter knows of one client. */
interface KnownClient {
  readonly client: number
  admitted: number
  rejected: number
  /** What it was charged last, and under which parameters that was. */
  charges: readonly Charge[] | null
  chargedUnder: LimitParams | null
}

/** What a limiter knows of its clients: what a request of theirs is charged to, and how it has decided. */
export class ClientBook {
  readonly #known = new Map<number, KnownClient>()
  /** Whom it was asked about last: a decision asks more than once. */
  #latest: KnownClient | null = null
  #chargesKept = 0

  /** The counters that a request is charged to. */
  charges(call: Call, params: LimitParams): readonly Charge[] {
    const known = this.#of(call.client)
    const { charges } = known
    if (charges !== null && known.chargedUnder === params && charges[0].cost === call.cost) return charges
    const fresh = chargesOf(call, params)
    if (charges === null && ++this.#chargesKept > CHARGES_KEPT) return fresh
    known.charges = fresh
    known.chargedUnder = params
    return fresh
  }

  /** A request was decided. */
  tally(client: number, allowed: boolean): void {
    const known = this.#of(client)
    if (allowed) known.admitted++
    else known.rejected++
  }

  /** The clients that were known first, for the picture. */
  inspect(most = 60) {
    return [...this.#known.values()].slice(0, most).map(({ client, admitted, rejected }) => {
      return { client, admitted, rejected }
    })
  }

  #of(client: number): KnownClient {
    if (this.#latest?.client === client) return this.#latest
    let known = this.#known.get(client)
    if (known === undefined) {
      known = { client, admitted: 0, rejected: 0, charges: null, chargedUnder: null }
      this.#known.set(client, known)
    }
    this.#latest = known
    return known
  }
}
