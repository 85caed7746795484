import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const servers = (values: Values) => ({ 'kind:cached-app': values })
const caches = (values: Values) => ({ 'kind:cache': values })
/** Whoever loads: servers when they look aside, caches when they read through. */
const loaders = (values: Values) => ({ ...servers(values), ...caches(values) })
const policy = (name: string, title: string) => [name, { title, set: caches({ policy: name }) }] as const

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  pattern: {
    title: 'Pattern',
    doc: 'Who loads what is not cached, and where a write goes.',
    default: 'cache-aside',
    options: {
      'cache-aside': { title: 'Cache-aside', set: servers({ pattern: 'cache-aside' }) },
      'read-through': { title: 'Read-through', set: servers({ pattern: 'read-through' }) },
      'write-through': { title: 'Write-through', set: servers({ pattern: 'write-through' }) },
      'write-behind': {
        title: 'Write-behind',
        set: servers({ pattern: 'write-behind' }),
        naive: 'What was acknowledged and not yet written is lost with the cache node.',
      },
      'write-around': { title: 'Write-around', set: servers({ pattern: 'write-around' }) },
      'refresh-ahead': { title: 'Refresh-ahead', set: servers({ pattern: 'refresh-ahead' }) },
    },
  },
  eviction: {
    title: 'Eviction',
    doc: 'Which entry goes when there is no room.',
    default: 'lru',
    options: {
      ...Object.fromEntries([
        policy('lru', 'LRU'),
        policy('fifo', 'FIFO'),
        policy('clock', 'CLOCK'),
        policy('lfu', 'LFU'),
        policy('slru', 'SLRU'),
        policy('2q', '2Q'),
        policy('arc', 'ARC'),
        policy('lirs', 'LIRS'),
        policy('w-tinylfu', 'W-TinyLFU'),
        policy('sieve', 'SIEVE'),
        policy('s3-fifo', 'S3-FIFO'),
        policy('random', 'Random'),
      ]),
      'lfu-stale-minimum': {
        title: 'LFU of the source',
        set: caches({ policy: 'lfu-stale-minimum' }),
        naive: 'Its minimum frequency never advances: it finds nothing to evict and outgrows its capacity.',
      },
    },
  },
  ttl: {
    title: 'Time to live',
    doc: 'How long an entry counts; the source’s hour is half a minute here.',
    default: 'usual',
    options: {
      usual: { title: '30 s', set: caches({ ttlSeconds: 30 }) },
      short: { title: '5 s', set: caches({ ttlSeconds: 5 }) },
      never: {
        title: 'No expiry',
        set: caches({ ttlSeconds: 0 }),
        naive: 'An old copy that nobody invalidates stays for good.',
      },
    },
  },
  coalescing: {
    title: 'Coalescing',
    doc: 'Whether readers of a missing key wait for the first one’s load.',
    default: 'on',
    options: {
      on: { title: 'On', set: loaders({ coalesce: true }) },
      off: {
        title: 'Off',
        set: loaders({ coalesce: false }),
        naive: 'When a hot key is gone, all its readers ask the database at once.',
      },
    },
  },
  early: {
    title: 'Early refresh',
    doc: 'Whether a reader refreshes an entry before it expires.',
    default: 'xfetch',
    options: {
      xfetch: { title: 'XFetch', set: loaders({ earlyRefresh: 'xfetch' }) },
      none: { title: 'None', set: loaders({ earlyRefresh: 'none' }) },
      linear: {
        title: 'Linear in age',
        set: loaders({ earlyRefresh: 'linear' }),
        naive:
          'A hot key is refreshed early in its life, over and over: the source’s rule multiplies the load of the database.',
      },
    },
  },
  forget: {
    title: 'Written through',
    doc: 'Which cache nodes are told when a key is written through.',
    default: 'all',
    options: {
      all: { title: 'All nodes', set: servers({ tellAllNodes: true }) },
      owner: {
        title: 'Its node only',
        set: servers({ tellAllNodes: false }),
        naive: 'A node that stood in for another keeps its old copies, and serves them the next time.',
      },
    },
  },
  routing: {
    title: 'Routing',
    doc: 'How the cache node of a key is found.',
    default: 'hash-ring',
    options: {
      'hash-ring': { title: 'Ring, 150 virtual nodes', set: servers({ routing: 'hash-ring' }) },
      'mod-n': {
        title: 'Hash modulo N',
        set: servers({ routing: 'mod-n' }),
        naive: 'When a node goes, two keys in three move, not one.',
      },
    },
  },
  filter: {
    title: 'Bloom filter',
    doc: 'Whether reads of absent keys are answered without asking anybody.',
    default: 'on',
    options: {
      on: { title: 'On', set: servers({ filter: 'on', filterKeys: 110_000 }) },
      off: {
        title: 'Off',
        set: servers({ filter: 'off' }),
        naive: 'Every absent key is a miss, and every miss a read of the database.',
      },
      frozen: {
        title: 'Built at the start only',
        set: servers({ filter: 'frozen', filterKeys: 110_000 }),
        naive: 'It denies keys that were made since.',
      },
      small: {
        title: 'Too small',
        set: servers({ filter: 'on', filterKeys: 10_000 }),
        naive: 'Ten times as many keys as planned: nearly everything passes.',
      },
    },
  },
  absent: {
    title: 'Cached absence',
    doc: 'Whether a cache remembers that the database has nothing under a key.',
    default: 'off',
    options: {
      off: { title: 'Off', set: caches({ negativeTtlSeconds: 0 }) },
      on: { title: 'For 10 s', set: caches({ negativeTtlSeconds: 10 }) },
    },
  },
}
