import { ms, s, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'

/** Watching programs and the servers they watch, as checks see them. */
interface FleetSight {
  readonly links: readonly { readonly to: { readonly id: string } }[]
}
interface ServerSight {
  readonly raft: { readonly leader: string | null }
}

/** For the way from the server, and for asking it for what was missed. */
const ON_THE_WAY: Nanos = s(1)

/**
 * Since when each fleet of watchers could have heard of every change: it runs, no fault is in force, and whichever server a
 * watcher is at serves, so that patience is counted only where nothing but the watching itself can be to blame.
 */
export class WatcherHearing {
  readonly #since = new Map<string, Nanos>()

  /** To be called again and again: what is not seen in between counts as unbroken. Infinity while it cannot hear. */
  since(fleet: string, ctx: CheckContext): Nanos {
    if (!couldHear(fleet, ctx)) {
      this.#since.delete(fleet)
      return Infinity
    }
    const since = this.#since.get(fleet) ?? ctx.now
    this.#since.set(fleet, since)
    return since
  }

  /**
   * A watcher notices its server's silence, is with another after its pause, and that one may be left in the same way; then it
   * asks for what it has missed.
   */
  patience(fleet: string, ctx: CheckContext): Nanos {
    const { silenceMs, reconnectMs } = ctx.params(fleet)
    return 2 * (ms(Number(silenceMs)) + ms(Number(reconnectMs))) + ON_THE_WAY
  }
}

function couldHear(fleet: string, ctx: CheckContext): boolean {
  if (ctx.faulty || !ctx.isUp(fleet)) return false
  const { links } = ctx.state(fleet) as FleetSight
  const stores = ctx.nodesOf('config-store')
  const serves = (id: string): boolean =>
    stores.includes(id) && ctx.isUp(id) && (ctx.state(id) as ServerSight).raft.leader !== null
  return links.length > 0 && links.every(({ to }) => serves(to.id))
}
