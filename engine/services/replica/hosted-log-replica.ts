import type { Vector } from '../../algorithms/clock/vector-clock.ts'
import type { LogReplica } from '../../algorithms/consensus/log-replica.ts'
import type { Operation, Output, Query, Reading } from '../../algorithms/replication/replica.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Hosted, LogLine } from './hosted.ts'
import type { ReplicaParams } from './params.ts'
import type { ProtocolFact } from './protocol.ts'

/** A replica of registers on a log that a majority agrees on: how far it has come is its place in that log. */
export abstract class HostedLogReplica<Message> implements Hosted {
  abstract readonly replica: LogReplica<Message>
  abstract readonly ready: boolean

  abstract configure(params: ReplicaParams): boolean
  abstract receive(now: Nanos, from: number, message: Message): Output<unknown>
  abstract head(from: number, message: Message): number
  abstract tail(): LogLine[]
  abstract facts(): readonly ProtocolFact[]

  operation(key: number, value: string): Operation {
    return { type: 'write', key, value }
  }

  query(key: number): Query {
    return { key }
  }

  shown(_now: Nanos, key: number): Reading {
    return this.replica.get(key)
  }

  contents(): Map<number, Reading> {
    return new Map(this.replica.contents().map(([key, value]) => [Number(key), value]))
  }

  vector(): null {
    return null
  }

  reached(): Vector {
    return [this.replica.applied]
  }

  held(): number {
    return this.replica.applied
  }

  holds(): boolean {
    return false
  }
}
