import type { BreakButton } from '../../schema/design.ts'

/** The faults that this design’s entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'primary dies': {
    title: 'Stop a shard’s primary',
    doc: 'Shard 1 has no leader for about a second; then a replica that holds every acknowledged write takes over.',
    actions: [{ do: 'inject', fault: 'crash', id: 'primary-dies', on: { node: 'shard-1a' } }],
  },
  'hot range': {
    title: 'Make a range of keys hot',
    doc: 'Nine requests in ten are about the first twentieth of the keys. By ranges, all of them meet on one shard.',
    actions: [
      { do: 'set', node: 'users', param: 'hotKeys', value: 0.05 },
      { do: 'set', node: 'users', param: 'hotRequests', value: 0.9 },
      { do: 'set', node: 'users', param: 'popularity', value: 'hot-set' },
    ],
  },
  'add a shard': {
    title: 'Add a shard under load',
    doc: 'Shard 4 joins: a fifth of the rows moves to it while everything is read and written.',
    actions: [{ do: 'set', node: 'coordinator', param: 'shards', value: 5 }],
  },
  'remove a shard': {
    title: 'Remove a shard under load',
    doc: 'Shard 3 gives its rows to the others and leaves.',
    actions: [{ do: 'set', node: 'coordinator', param: 'shards', value: 3 }],
  },
  'service down': {
    title: 'Stop the order service',
    doc: 'Pages are shown without the order history; the circuit opens, and nobody waits for it.',
    actions: [{ do: 'inject', fault: 'crash', id: 'orders-down', on: { node: 'orders' } }],
  },
  'service slow': {
    title: 'Make suggestions slow',
    doc: 'Analytics takes fifty times as long: worse than being down, until the circuit opens.',
    actions: [
      {
        do: 'inject',
        fault: 'slow',
        id: 'analytics-slow',
        on: { node: 'analytics' },
        params: { factor: 50 },
      },
    ],
  },
  'stale router': {
    title: 'Cut a router off from the map, and add a shard',
    doc: 'Router 2 hears nothing of the new map. The old owners refuse what it asks of them.',
    actions: [
      { do: 'inject', fault: 'partition', id: 'router-cut', on: { edge: 'coordinator.routers>router-2' } },
      { do: 'set', node: 'coordinator', param: 'shards', value: 5 },
    ],
  },
}
