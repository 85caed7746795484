import type { RaftMessage } from '../../algorithms/consensus/raft/messages.ts'
import type { Failure } from '../../schema/failures.ts'

/** What servers of a group send each other. */
export type RaftEnvelope<Command, Result> =
  | { readonly type: 'raft'; readonly message: RaftMessage<Command> }
  /** A server that does not lead passes a command on to the one that does. */
  | {
      readonly type: 'raft-command'
      readonly id: number
      readonly command: Command
      readonly sizeBytes: number
    }
  | {
      readonly type: 'raft-result'
      readonly id: number
      readonly result: Result | null
      readonly failure: Failure | null
    }
