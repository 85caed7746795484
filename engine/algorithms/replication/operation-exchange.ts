import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Vector } from '../clock/vector-clock.ts'
import { mergeVectors } from '../clock/vector-clock.ts'
import type { ExchangeMessage, HaveMessage, OperationsMessage, StateMessage } from './exchange-messages.ts'
import type { OperationLog, ReplicatedOperation } from './operation-log.ts'
import { OriginOrder } from './origin-order.ts'
import type { Outbox } from './outbox.ts'
import type { LinkLag } from './replica.ts'
import type { ReplicaGroup } from './replica-group.ts'
import { ShippingProgress } from './shipping-progress.ts'

export interface OperationExchangeOptions {
  readonly group: ReplicaGroup
  readonly random: RandomStream
  /** What stamps are taken from: it may be set, so that nothing is measured by it. */
  readonly wallClock: () => Nanos
  readonly resendNanos: Nanos
  /** Operations may wait this long for company; 0 sends each at once. */
  readonly batchNanos: Nanos
  /** How often one peer, drawn at random, is asked what it lacks or has. */
  readonly antiEntropyNanos: Nanos
  /** False: no operations are sent, only whole states, to a peer drawn every `antiEntropyNanos`. */
  readonly sendsOperations: boolean
  /** Operations of each origin that are kept for peers that lack them; a peer that lacks more gets a state. */
  readonly retainOperations: number
  readonly entryBytes: number
}

const BATCH_OPERATIONS = 256
const WINDOW_OPERATIONS = 8_192
const DROP_OPERATIONS = 512

/**
 * Brings every operation to every replica: pushed by its origin until confirmed, and, where links between two are cut,
 * passed on by third parties that notice the lack.
 * Paper: Demers et al., "Epidemic algorithms for replicated database maintenance" (1987), direct mail with anti-entropy;
 * what may be forgotten as in Wuu and Bernstein (1984). Compare: shipping by one leader (third parties hear only from it).
 * Cost: one message a peer and operation (fewer in batches), one confirmation a tick. Invariant: of each origin the
 * operations come out in order and once; whatever one replica has, all have once every pair is joined by some path.
 */
export class OperationExchange<Operation extends ReplicatedOperation, State> {
  readonly #options: OperationExchangeOptions
  readonly #log: OperationLog<Operation>
  readonly #outbox: Outbox<ExchangeMessage<Operation, State>>
  readonly #progress: (ShippingProgress | null)[]
  /** By peer: what it is known to have; null when not heard of since the start. */
  readonly #known: (Vector | null)[]
  readonly #order: OriginOrder<Operation>
  /** By peer: the send time of its newest message that is to be confirmed, or -1. */
  readonly #confirm: Nanos[]
  readonly #wantState: boolean[]
  /** What was here one round of anti-entropy ago: old enough that a lack of it is no mere delay. */
  #settled: Vector
  #pushedAt: Nanos = 0
  #askedAt: Nanos = -Infinity

  constructor(
    options: OperationExchangeOptions,
    log: OperationLog<Operation>,
    outbox: Outbox<ExchangeMessage<Operation, State>>,
  ) {
    const { group, resendNanos } = options
    assert(options.antiEntropyNanos > 0, 'rounds of anti-entropy are a positive time apart')
    this.#options = options
    this.#log = log
    this.#outbox = outbox
    const sentUpTo = log.have[group.self] // after a restart, until a peer says what it has
    this.#progress = group.members.map((_, member) =>
      member === group.self ? null : new ShippingProgress({ resendNanos, sentUpTo }),
    )
    this.#known = group.members.map(() => null)
    this.#order = new OriginOrder({ members: group.size, log, outbox })
    this.#confirm = group.members.map(() => -1)
    this.#wantState = group.members.map(() => false)
    this.#settled = log.have.slice()
  }

  /** Adds an operation made here, and sends it out. */
  add(elapsed: Nanos, operation: Operation): void {
    this.#log.append(operation)
    const { batchNanos } = this.#options
    if (batchNanos === 0 || elapsed - this.#pushedAt >= batchNanos) this.#push(elapsed)
  }

  /** Takes in operations, and gives those that are new and in order. Stamps beyond `latestNanos` are held back. */
  receive(from: number, message: OperationsMessage<Operation>, latestNanos: Nanos): Operation[] {
    this.#confirm[from] = Math.max(this.#confirm[from], message.sentAt)
    return this.#order.receive(message.operations, latestNanos)
  }

  /** Learns what a peer has; sends it what it asks for. */
  heard(elapsed: Nanos, from: number, have: Vector, message: HaveMessage | null): void {
    const first = this.#known[from] === null
    const known = mergeVectors(this.#known[from] ?? [], have)
    this.#known[from] = known
    const progress = this.#progress[from]
    const upTo = known[this.#options.group.self] ?? 0
    const roundTripNanos = message && message.answersSentAt >= 0 ? elapsed - message.answersSentAt : -1
    if (first) progress?.rewind(elapsed, upTo)
    progress?.confirmed(elapsed, upTo, roundTripNanos)
    if (message?.question) {
      // It lacks operations of its own: its disk was lost, and nobody sends it those one by one.
      if ((have[from] ?? 0) < this.#log.have[from]) this.#wantState[from] = true
      this.#confirm[from] = Math.max(this.#confirm[from], 0)
      this.#passOn(elapsed, from, known)
    }
  }

  /** Takes everything up to `have` as known: the caller has merged a state that contains it. */
  adopted(from: number, message: StateMessage<State>): void {
    this.#confirm[from] = Math.max(this.#confirm[from], message.sentAt)
    this.#log.adopt(message.have)
    this.#order.forgetOld()
  }

  /**
   * Sends what is due, and gives operations whose time has come. `applied`: by origin, how far operations have been put
   * to use here; later ones are not forgotten, whoever has them.
   */
  tick(elapsed: Nanos, latestNanos: Nanos, applied: Vector): Operation[] {
    const { group, antiEntropyNanos, batchNanos, random } = this.#options
    for (const progress of this.#progress) progress?.resendDue(elapsed)
    if (elapsed - this.#pushedAt >= batchNanos) this.#push(elapsed)
    if (elapsed - this.#askedAt >= antiEntropyNanos && group.peers.length > 0) {
      const starting = this.#askedAt === -Infinity
      for (const peer of starting ? group.peers : [group.peers[random.below(group.peers.length)]]) {
        if (this.#options.sendsOperations || starting) this.#sendHave(peer, true)
        else this.#wantState[peer] = true
      }
      this.#askedAt = elapsed
      this.#settled = this.#log.have.slice()
    }
    for (const peer of group.peers) if (this.#confirm[peer] >= 0) this.#sendHave(peer, false)
    this.#forget(applied)
    return this.#order.release(latestNanos)
  }

  /** Peers to which the caller is to send its state, and then tell `stateSent`. */
  peersWantingState(): number[] {
    return this.#options.group.peers.filter((peer) => this.#wantState[peer])
  }

  stateSent(elapsed: Nanos, peer: number): void {
    this.#wantState[peer] = false
    this.#progress[peer]?.sent(elapsed, this.#log.have[this.#options.group.self])
  }

  /** Lag of each peer in the operations made here. */
  lag(): LinkLag[] {
    const { self, peers } = this.#options.group
    const now = this.#options.wallClock()
    return peers.map((to) => {
      const confirmed = this.#progress[to]?.confirmedUpTo ?? 0
      const behindEntries = this.#log.have[self] - confirmed
      const oldest = this.#log.at(self, confirmed + 1)
      const behindNanos = behindEntries > 0 && oldest ? Math.max(0, now - oldest.stamp.physicalNanos) : 0
      return { to, behindEntries, behindNanos }
    })
  }

  /** What the view draws. Reads only. */
  inspect() {
    return {
      ...this.#log.inspect(),
      outOfOrder: this.#order.waiting(),
      peers: this.#options.group.peers.map((peer) => ({
        member: this.#options.group.members[peer].name,
        ...this.#progress[peer]?.inspect(),
      })),
    } as const
  }

  #push(elapsed: Nanos): void {
    this.#pushedAt = elapsed
    if (!this.#options.sendsOperations) return
    for (const peer of this.#options.group.peers) this.#pushTo(elapsed, peer)
  }

  #pushTo(elapsed: Nanos, peer: number): void {
    const progress = this.#progress[peer]
    const { self } = this.#options.group
    if (progress === null) return
    const window = progress.silent ? BATCH_OPERATIONS : WINDOW_OPERATIONS
    while (progress.sentUpTo < this.#log.have[self] && progress.inFlight < window) {
      const sent = this.#sendRun(elapsed, peer, self, progress.sentUpTo + 1)
      if (sent === 0) return
      progress.sent(elapsed, progress.sentUpTo + sent)
    }
  }

  /** Sends operations of `origin` from `sequence` on; wants to send a state when they are no longer kept. */
  #sendRun(elapsed: Nanos, peer: number, origin: number, sequence: number): number {
    const operations = this.#log.run(origin, sequence, BATCH_OPERATIONS)
    if (operations === null) {
      this.#wantState[peer] = true
      return 0
    }
    const message = { type: 'operations', operations, have: this.#log.have.slice(), sentAt: elapsed } as const
    this.#outbox.send(peer, message, operations.length * this.#options.entryBytes)
    return operations.length
  }

  #sendHave(peer: number, question: boolean): void {
    const answersSentAt = this.#confirm[peer] > 0 ? this.#confirm[peer] : -1
    this.#confirm[peer] = -1
    this.#outbox.send(peer, { type: 'have', have: this.#log.have.slice(), question, answersSentAt })
  }

  /** Sends a peer what it lacks of third parties' operations, if the lack is old. Its own and ours come otherwise. */
  #passOn(elapsed: Nanos, peer: number, known: Vector): void {
    const { self, peers } = this.#options.group
    if (!this.#options.sendsOperations) return
    if (this.#log.run(self, (known[self] ?? 0) + 1, 0) === null) this.#wantState[peer] = true
    for (const origin of peers) {
      const has = known[origin] ?? 0
      if (origin !== peer && has < (this.#settled[origin] ?? 0)) this.#sendRun(elapsed, peer, origin, has + 1)
    }
  }

  #forget(applied: Vector): void {
    const { group, retainOperations, sendsOperations } = this.#options
    const atOnce = sendsOperations ? Math.min(DROP_OPERATIONS, retainOperations) : 1
    for (const origin of group.members.keys()) {
      if (this.#log.keptOf(origin) < atOnce) continue
      const have = this.#log.have[origin]
      let heldByAll = have
      for (const peer of group.peers) heldByAll = Math.min(heldByAll, this.#known[peer]?.[origin] ?? 0)
      const needless = sendsOperations ? Math.max(heldByAll, have - retainOperations) : have
      this.#log.dropUpTo(origin, Math.min(needless, applied[origin] ?? 0))
    }
  }
}
