import type { RandomStream } from '../../../lib/random.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { AcceptorDurable, AcceptorOptions } from './acceptor.ts'
import type { ProposalsOptions } from './proposals.ts'

export interface PaxosOptions extends AcceptorOptions, Pick<ProposalsOptions, 'adopts' | 'learnsFirst'> {
  readonly members: number
  readonly self: number
  readonly random: RandomStream
  readonly heartbeatNanos: Nanos
  /** A member that hears of no leader for one to two times this long begins a ballot. */
  readonly patienceNanos: Nanos
  /** Unanswered messages are sent again after this long. */
  readonly resendNanos: Nanos
  /** More than half, unless somebody wants to see what happens otherwise. */
  readonly quorum?: number
}

/** What of a replica survives a crash. Changed in place. */
export interface PaxosDurable<Command> {
  readonly acceptor: AcceptorDurable<Command>
  /** The settled part of the log, without gaps. */
  readonly chosen: (Command | null)[]
}
