import { assert } from '../lib/assert.ts'

/** A group of requests that belong together: whoever understands one of them understands all. */
export interface Protocol {
  /** In the field's words, as it stands after "asks for" and "understands". */
  title: string
  /** Each belongs to one protocol only, so that it says what its body and its answer look like. */
  ops: readonly string[]
}

/** All that nodes ask each other. */
export const PROTOCOLS = {
  reads: { title: 'reads', ops: ['read'] },
  writes: { title: 'writes', ops: ['write'] },
  creations: { title: 'new records', ops: ['create'] },
  deletions: { title: 'deletions', ops: ['delete'] },
  scans: { title: 'scans of a whole table', ops: ['scan'] },
  pages: { title: 'pages', ops: ['page'] },
  bookings: { title: 'bookings', ops: ['search', 'book', 'cancel'] },
  orders: { title: 'orders', ops: ['order'] },
  transfers: { title: 'transfers between shards', ops: ['transfer'] },
  'bank-transfers': { title: 'transfers within a bank', ops: ['bank-transfer'] },
  settings: { title: 'settings', ops: ['get', 'put', 'cas'] },
  'cache-entries': {
    title: 'cache entries',
    ops: ['cache-get', 'cache-set', 'cache-delete', 'read-ahead', 'write-behind'],
  },
  'key-news': { title: 'news of keys', ops: ['add-key'] },
  'present-keys': { title: 'lists of the keys that exist', ops: ['keys'] },
  'stamped-reads': { title: 'reads with version stamps', ops: ['read-stamped', 'stamps'] },
  batches: { title: 'batches of rows', ops: ['write-batch'] },
  'loaded-rows': { title: 'chunks of loaded rows', ops: ['load'] },
  limits: {
    title: 'counting towards limits',
    ops: ['limit-decide', 'limit-read', 'limit-write', 'limit-lease'],
  },
  locks: { title: 'acquiring and releasing locks', ops: ['lock-acquire', 'lock-release', 'lock-extend'] },
  payments: { title: 'charges and refunds', ops: ['charge', 'refund'] },
  transactions: {
    title: 'transactions',
    ops: [
      'tx-begin',
      'tx-hang-up',
      'tx-read',
      'tx-select-for-update',
      'tx-scan',
      'tx-insert',
      'tx-write',
      'tx-write-if',
      'tx-update',
      'tx-delete',
      'tx-commit',
      'tx-abort',
    ],
  },
  leases: { title: 'leases', ops: ['config'] },
  'guarded-writes': { title: 'writes with a fencing token', ops: ['guarded-write'] },
  'account-steps': { title: 'steps of transfers', ops: ['step'] },
  'shard-orders': { title: 'orders for single shards', ops: ['to-shard'] },
  rows: {
    title: 'rows of one shard',
    ops: [
      'row-read',
      'row-write',
      'row-step',
      'rows-scan',
      'shard-adopt',
      'rows-out',
      'rows-in',
      'rows-purge',
    ],
  },
  log: {
    title: 'records of a log',
    ops: [
      'produce',
      'fetch',
      'metadata',
      'join-group',
      'sync-group',
      'heartbeat',
      'leave-group',
      'commit-offsets',
      'fetch-offsets',
      'init-producer',
      'add-partitions',
      'end-transaction',
    ],
  },
} as const satisfies Record<string, Protocol>

export type ProtocolName = keyof typeof PROTOCOLS

/** What people and their programs ask for: they can do with any answer, so that it may be nothing in particular. */
export const PLAIN_PROTOCOLS = [
  'reads',
  'writes',
  'creations',
  'deletions',
  'scans',
  'pages',
  'bookings',
  'orders',
  'transfers',
  'bank-transfers',
  'settings',
] as const satisfies readonly ProtocolName[]

/** All messages that nobody answers, by who listens for them; each in the field's words. Peers have words of their own. */
export const MESSAGES = {
  publications: 'publications',
  events: 'events of a stream',
  summaries: 'summaries of a stream',
  files: 'packets of file transfers',
  watches: 'watches',
  heartbeats: 'heartbeats of brokers',
  health: 'questions about health',
  'shard-numbers': 'questions for shard numbers',
  'shard-maps': 'maps of shards',
} as const satisfies Record<string, string>

export type MessageName = keyof typeof MESSAGES

const PROTOCOL_OF: ReadonlyMap<string, ProtocolName> = new Map(
  Object.entries(PROTOCOLS).flatMap(([name, { ops }]) => ops.map((op) => [op, name as ProtocolName])),
)

/** The protocol that an operation belongs to. */
export function protocolOf(op: string): ProtocolName {
  const name = PROTOCOL_OF.get(op)
  assert(name !== undefined, 'every operation belongs to a protocol')
  return name
}

/** What `names` stand for, as a sentence has it: `reads, writes and new records`. */
export function protocolTitles(names: readonly ProtocolName[]): string {
  return listed(names.map((name) => PROTOCOLS[name].title))
}

/** Words in a row, as a sentence has them. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
