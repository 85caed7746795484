import { CausalBroadcast, type CausalDurable } from '../../../algorithms/replication/causal-broadcast.ts'
import { exchangeOptions, HostedExchange } from '../hosted-exchange.ts'
import type { Family } from '../hosted.ts'

/** Every replica takes writes; nobody is shown a write before what its writer had seen. */
export const causal: Family<CausalDurable> = {
  name: 'causal',
  durable: ({ group }) => CausalBroadcast.durable(group.size),
  start(start) {
    const { durable, params } = start
    const options = Object.assign(exchangeOptions(start), { order: params.delivery })
    return new HostedExchange(start, options, {
      replica: new CausalBroadcast(options, durable),
      operations: durable.operations,
      vector: () => durable.delivered,
      shown: (key) => durable.map.get(key) ?? null,
    })
  },
}
