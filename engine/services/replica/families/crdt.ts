import { CrdtReplication, type CrdtDurable } from '../../../algorithms/replication/crdt-replication.ts'
import { exchangeOptions, HostedExchange } from '../hosted-exchange.ts'
import type { Family } from '../hosted.ts'

/** Every write adds one to a counter of its key; additions made apart are all kept. */
export const crdt: Family<CrdtDurable> = {
  name: 'crdt',
  durable: ({ group }) => CrdtReplication.durable(group.size),
  start(start) {
    const { durable } = start
    const options = exchangeOptions(start)
    return new HostedExchange(start, options, {
      replica: new CrdtReplication(options, durable),
      operations: durable.operations,
      vector: () => durable.operations.have,
      shown: (key) => durable.counters.get(key)?.value() ?? null,
    })
  },
}
