import type { Nanos } from '../../lib/units.ts'
import { Outbox } from '../replication/outbox.ts'
import type {
  Key,
  Leadership,
  LinkLag,
  Operation,
  Output,
  Query,
  Reading,
  Refusal,
  Replica,
  ReplicationMode,
  Value,
} from '../replication/replica.ts'
import { LogRegister } from './log-register.ts'

export interface LogReplicaStart {
  readonly self: number
  /** The registers after the first `applied` commands. */
  readonly values: Map<Key, Value>
  readonly applied: number
}

/**
 * What replicas of registers on an agreed log have in common, whoever brings about the agreement: they take writes, answer
 * what they have applied, and give up on what takes too long.
 * Paper: Schneider, "Implementing fault-tolerant services using the state machine approach" (1990). Compare: its two kinds,
 * `RaftRegister` and `PaxosRegister`. Cost: that of the log. Invariant: that of `LogRegister`.
 */
export abstract class LogReplica<Message> implements Replica<Message> {
  abstract readonly mode: ReplicationMode
  protected readonly outbox = new Outbox<Message>()
  protected readonly register: LogRegister

  constructor(start: LogReplicaStart) {
    this.register = new LogRegister({ ...start, outbox: this.outbox })
  }

  /** How many commands have been applied: the place in the log. */
  get applied(): number {
    return this.register.applied
  }

  get(key: Key): Value {
    return this.register.get(key)
  }

  contents(): [string, Reading][] {
    return this.register.contents()
  }

  lag(): LinkLag[] {
    return []
  }

  propose(now: Nanos, request: number, operation: Operation): Output<Message> {
    if (operation.type === 'write') return this.append(now, request, operation.key, operation.value)
    return this.refuse(request, 'unsupported')
  }

  abstract read(now: Nanos, request: number, query: Query): Output<Message>
  abstract tick(now: Nanos): Output<Message>
  abstract receive(now: Nanos, from: number, message: Message): Output<Message>
  abstract leadership(now: Nanos): Leadership
  abstract inspect(now: Nanos): unknown

  /** Puts a command into the log: a write, or without a value a read. */
  protected abstract append(now: Nanos, request: number, key: Key, value?: Value): Output<Message>

  /** It has certainly not happened; `leader` may know more. */
  protected refuse(request: number, reason: Refusal, leader = -1): Output<Message> {
    this.outbox.refuse(request, reason, true, leader)
    return this.outbox.take()
  }
}
