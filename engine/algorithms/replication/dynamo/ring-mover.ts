import { SECOND, type Nanos } from '../../../lib/units.ts'
import { gossipBytes, type GossipMessage } from '../../membership/gossip-membership.ts'
import type { ReplicaStore } from './replica-store.ts'
import { RingView } from './ring-view.ts'
import type { StoreParts } from './store-parts.ts'
import type { TreeExchange } from './tree-exchange.ts'

/** How long a member that joins or leaves waits before its transfer can be complete: all should have heard of it by then. */
const SETTLE_NANOS: Nanos = SECOND

/** What comes after each stage of a move. */
const NEXT = { joining: 'arriving', arriving: 'normal', leaving: 'departing', departing: 'outside' } as const

/**
 * Keeps the ring as gossip has it, and takes this node into it or out of it, in two stages. First others write to it, or to who takes over,
 * what it will hold; then they read there, and go on writing to where those read who have not heard of it yet.
 */
export class RingMover {
  readonly #parts: StoreParts
  readonly #store: ReplicaStore
  readonly #trees: TreeExchange
  #revision: number
  #movingSince: Nanos
  /** Where this node has been told to be, while it does not know yet where it is. */
  #wanted: boolean | null = null

  constructor(parts: StoreParts, store: ReplicaStore, trees: TreeExchange, elapsed: Nanos) {
    this.#parts = parts
    this.#store = store
    this.#trees = trees
    this.#revision = parts.membership.revision
    this.#movingSince = elapsed
  }

  tick(elapsed: Nanos): void {
    const { membership } = this.#parts
    const partner = membership.tick(elapsed)
    if (partner !== null) this.#gossip(partner, membership.opening())
    if (this.#wanted !== null) this.moveTo(elapsed, this.#wanted)
    this.#move(elapsed)
    this.#followRing()
  }

  receive(elapsed: Nanos, from: number, message: GossipMessage): void {
    const { membership } = this.#parts
    const wasIntroduced = membership.introduced
    const reply = membership.receive(elapsed, message)
    if (membership.introduced && !wasIntroduced) this.#movingSince = elapsed
    if (reply !== null) this.#gossip(from, reply)
    this.#followRing()
  }

  /** Begins to join the ring, or to leave it. Whoever has hardly set out and turns round is back at once. */
  moveTo(elapsed: Nanos, inRing: boolean): void {
    const { membership, durable } = this.#parts
    this.#wanted = membership.introduced ? null : inRing
    if (!membership.introduced) return
    const { status } = durable.membership
    if ((status === 'normal' || status === 'joining' || status === 'arriving') === inRing) return
    this.#movingSince = elapsed
    // Who was not read yet, or is still, has nothing to make good.
    if (status === 'joining') membership.announce('outside')
    else if (status === 'leaving') membership.announce('normal')
    else membership.announce(inRing ? 'joining' : 'leaving')
    this.#followRing()
  }

  /** A stage is over when every other member has been found equal since all have heard of it. */
  #move(elapsed: Nanos): void {
    const { membership, durable, outbox } = this.#parts
    const { status } = durable.membership
    if (status === 'normal' || status === 'outside') return
    if (!this.#trees.allEqualSince(this.#movingSince + SETTLE_NANOS)) return
    this.#movingSince = elapsed
    const next = NEXT[status]
    membership.announce(next)
    if (next === 'normal' || next === 'outside') outbox.notice({ type: 'moved', into: next === 'normal' })
  }

  #gossip(to: number, gossip: GossipMessage): void {
    const sizeBytes = gossipBytes(gossip)
    this.#parts.tally.gossipBytes += sizeBytes
    this.#parts.outbox.send(to, { type: 'gossip', gossip }, sizeBytes)
  }

  #followRing(): void {
    const { membership, options } = this.#parts
    if (membership.revision === this.#revision) return
    this.#revision = membership.revision
    this.#parts.ring = new RingView(membership.statuses(), options)
    this.#store.rebuildTrees()
  }
}
