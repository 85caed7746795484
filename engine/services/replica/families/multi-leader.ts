import { MultiLeader, type MultiLeaderDurable } from '../../../algorithms/replication/multi-leader.ts'
import { exchangeOptions, HostedExchange } from '../hosted-exchange.ts'
import type { Family } from '../hosted.ts'

/** Every replica takes writes; of two that knew nothing of each other the later timestamp stays. */
export const multiLeader: Family<MultiLeaderDurable> = {
  name: 'multi-leader',
  durable: ({ group }) => MultiLeader.durable(group.size),
  start(start) {
    const { durable, params } = start
    const options = Object.assign(exchangeOptions(start), { stamps: params.clocks })
    return new HostedExchange(start, options, {
      replica: new MultiLeader(options, durable),
      operations: durable.operations,
      vector: () => durable.operations.have,
      shown: (key) => durable.writes.get(key)?.value ?? null,
    })
  },
}
