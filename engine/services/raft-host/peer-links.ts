import type { Outgoing } from '../../algorithms/consensus/raft/output.ts'
import type { RaftEnvelope } from './envelope.ts'
import type { RaftPlace } from './place.ts'
import type { RaftContext } from './raft-host.ts'

/** Around an envelope that holds nothing of Raft's. */
export const ENVELOPE_BYTES = 64

/** Sends envelopes to the other servers. */
export class PeerLinks<Command, Result> {
  readonly #place: RaftPlace

  constructor(place: RaftPlace) {
    this.#place = place
  }

  deliver(to: number, envelope: RaftEnvelope<Command, Result>, sizeBytes: number, ctx: RaftContext): void {
    const link = this.#place.linkTo[to]
    if (link === undefined) return // it has been taken out of the graph
    ctx.count('sent', sizeBytes)
    ctx.send(link, envelope, sizeBytes)
  }

  deliverAll(messages: readonly Outgoing<Command>[], ctx: RaftContext): void {
    for (const { to, message, sizeBytes } of messages)
      this.deliver(to, { type: 'raft', message }, sizeBytes, ctx)
  }
}
