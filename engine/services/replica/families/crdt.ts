import { CrdtReplication, type CrdtDurable } from '../../../algorithms/replication/crdt-replication.ts'
import type { Reading } from '../../../algorithms/replication/replica.ts'
import { objectsOf } from '../params.ts'
import { exchangeOptions, HostedExchange } from '../hosted-exchange.ts'
import type { Family } from '../hosted.ts'

/** A write changes a conflict-free object of its key; changes made apart are all kept. */
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
      shown: (key) => shownOf(durable, objectsOf(start.params), key),
      waiting: (key) => durable.lists.get(key)?.waiting ?? 0,
    })
  },
}

function shownOf(durable: CrdtDurable, objects: ReturnType<typeof objectsOf>, key: number): Reading {
  if (objects === 'siblings') return durable.siblings.get(key)?.values() ?? null
  if (objects === 'set') return durable.sets.get(key)?.values() ?? null
  if (objects === 'list') return durable.lists.get(key)?.values() ?? null
  return durable.counters.get(key)?.value() ?? null
}
