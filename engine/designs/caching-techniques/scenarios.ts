import type { Action, Scenario } from '../../schema/design.ts'
import { crash, flip, set } from '../scenario-steps.ts'

const flush: Action = { do: 'inject', fault: 'flush', id: 'flush', on: { run: true } }
const SERVED = ['users are fast', 'users are served']
const SOUND = ['cache-capacity', 'below-optimum', 'one-load-per-key', 'acknowledged-writes-survive']
const CACHES = ['cache-1', 'cache-2', 'cache-3']

const HERD = [flip('ttl', 'short'), flip('early', 'none')]
const HOT_KEY: Action = {
  do: 'inject',
  fault: 'hot-key',
  id: 'hot',
  on: { node: 'users' },
  params: { share: 0.5 },
}
/** Caches so small that everything in them has been asked for twice. */
const SMALL = CACHES.map((node) => set(node, 'capacity', 50))
const SCAN = [{ atSeconds: 10, action: set('report', 'ratePerSecond', 200) }]
const NODE_DIES = [
  { atSeconds: 14.4, action: crash('cache-2') },
  { atSeconds: 23, action: { do: 'lift' as const, id: 'crash' } },
]
const TWICE = [11.4, 19.4].flatMap((atSeconds) => [
  { atSeconds, action: crash('cache-2') },
  { atSeconds: atSeconds + 4, action: { do: 'lift' as const, id: 'crash' } },
])
const WRITES = set('users', 'readShare', 0.9)

/** The cache at work, its faults, and what its ideas are worth: each taken away in turn. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'An ordinary minute',
    doc: 'Caches that start empty; people, a crawler, one database behind.',
    seconds: 36,
    meets: ['eight in ten from the cache', ...SERVED],
    holds: [
      ...SOUND,
      'bounded-staleness',
      'filter-never-denies',
      'filter-false-positives',
      'refresh-in-time',
    ],
  },
  'no cache': {
    title: 'Without caches',
    doc: 'The same servers and the same database, which is overwhelmed.',
    seconds: 10,
    without: CACHES,
    breaks: ['eight in ten from the cache', ...SERVED],
  },
  'node dies': {
    title: 'A cache node dies',
    doc: 'On the ring a third of the keys move, and the database can load them.',
    seconds: 28,
    script: NODE_DIES,
    meets: SERVED,
    holds: [...SOUND, 'few-keys-move', 'bounded-staleness'],
  },
  'node dies, modulo': {
    title: 'A cache node dies, hash modulo N',
    doc: 'Two keys in three move at once, away and back again.',
    seconds: 28,
    with: [flip('routing', 'mod-n')],
    script: NODE_DIES,
    violates: ['few-keys-move'],
  },
  flush: {
    title: 'All caches are flushed',
    doc: 'Each missing key is loaded once a server, however many ask for it.',
    seconds: 22,
    script: [{ atSeconds: 14, action: flush }],
    meets: SERVED,
    holds: SOUND,
  },
  'flush, every reader loads': {
    title: 'All caches are flushed, no coalescing',
    doc: 'Each reader of a missing key loads it for himself.',
    seconds: 20,
    with: [flip('coalescing', 'off')],
    script: [{ atSeconds: 14, action: flush }],
    violates: ['one-load-per-key'],
  },
  herd: {
    title: 'A herd on an expiring key',
    doc: 'Half of all requests are about one key; when it expires, one load a server answers them all.',
    seconds: 18,
    with: HERD,
    script: [{ atSeconds: 10, action: HOT_KEY }],
    meets: SERVED,
    holds: ['one-load-per-key'],
  },
  'herd, every reader loads': {
    title: 'A herd on an expiring key, no coalescing',
    doc: 'All readers of the hot key ask the database at once, every time it expires.',
    seconds: 20,
    with: [...HERD, flip('coalescing', 'off')],
    script: [{ atSeconds: 10, action: HOT_KEY }],
    violates: ['one-load-per-key'],
  },
  'linear refresh': {
    title: 'Refresh with a chance linear in age',
    doc: 'The source’s rule refreshes hot keys early and often: the database works for nothing.',
    seconds: 30,
    with: [flip('early', 'linear')],
    violates: ['refresh-in-time'],
  },
  'write-through, a node crashes': {
    title: 'Write-through while a node crashes twice',
    doc: 'No acknowledged write is lost, and every read that follows one returns it.',
    seconds: 28,
    with: [flip('pattern', 'write-through'), WRITES],
    script: TWICE,
    holds: [...SOUND, 'read-your-writes'],
  },
  'a bad day': {
    title: 'One fault after the other, write-through',
    doc: 'A flush, a crash, a hot key, a report: with the sound settings every promise holds.',
    seconds: 44,
    with: [flip('pattern', 'write-through'), WRITES],
    script: [
      { atSeconds: 10, action: flush },
      { atSeconds: 16.4, action: crash('cache-2') },
      { atSeconds: 22, action: { do: 'lift', id: 'crash' } },
      { atSeconds: 25, action: HOT_KEY },
      { atSeconds: 33, action: { do: 'lift', id: 'hot' } },
      { atSeconds: 36, action: set('report', 'ratePerSecond', 100) },
    ],
    meets: SERVED,
    holds: [
      ...SOUND,
      'read-your-writes',
      'bounded-staleness',
      'few-keys-move',
      'filter-never-denies',
      'filter-false-positives',
    ],
  },
  'write-behind, a node crashes': {
    title: 'Write-behind while a node crashes',
    doc: 'Writes that were acknowledged and not yet written are lost: they are counted and named.',
    seconds: 28,
    with: [flip('pattern', 'write-behind'), WRITES],
    script: NODE_DIES,
    violates: ['acknowledged-writes-survive'],
  },
  'write-behind': {
    title: 'Write-behind without a crash',
    doc: 'Writes are fast, and all of them arrive.',
    seconds: 16,
    with: [flip('pattern', 'write-behind'), WRITES],
    meets: SERVED,
    holds: SOUND,
  },
  'copies left behind': {
    title: 'Write-through that tells the owner only',
    doc: 'A node that stood in for another keeps its copies; when the other goes again, they are served.',
    seconds: 28,
    with: [flip('pattern', 'write-through'), flip('forget', 'owner'), WRITES],
    script: TWICE,
    violates: ['read-your-writes'],
  },
  'stale for good': {
    title: 'No expiry and no invalidation',
    doc: 'Writes go around the cache, whose copies never expire.',
    seconds: 45,
    with: [flip('pattern', 'write-around'), flip('ttl', 'never')],
    violates: ['bounded-staleness'],
  },
  scan: {
    title: 'A report scans the table',
    doc: 'LRU keeps what was read last, which is what nobody will read again.',
    seconds: 22,
    script: SCAN,
    breaks: ['eight in ten from the cache'],
  },
  'scan, W-TinyLFU': {
    title: 'A report scans the table, W-TinyLFU',
    doc: 'What is asked for once does not push out what is asked for often.',
    seconds: 24,
    with: [flip('eviction', 'w-tinylfu')],
    script: SCAN,
    meets: ['eight in ten from the cache', ...SERVED],
    holds: SOUND,
  },
  'LFU of the source': {
    title: 'LFU whose minimum never advances',
    doc: 'It looks for something to evict where nothing is, and grows.',
    seconds: 40,
    with: [flip('eviction', 'lfu-stale-minimum'), flip('ttl', 'never'), set('users', 'keys', 300), ...SMALL],
    violates: ['cache-capacity'],
  },
  'absent keys': {
    title: 'A crawler guesses keys',
    doc: 'The Bloom filter answers for the database.',
    seconds: 12,
    with: [set('crawler', 'ratePerSecond', 600)],
    meets: SERVED,
    holds: ['filter-never-denies', 'filter-false-positives'],
  },
  'absent keys, no filter': {
    title: 'A crawler guesses keys, no filter',
    doc: 'Every guess is a read of the database; remembering absence does not help against keys asked for once.',
    seconds: 10,
    with: [set('crawler', 'ratePerSecond', 600), flip('filter', 'off'), flip('absent', 'on')],
    breaks: ['users are fast'],
  },
  'filter built once': {
    title: 'A filter that is not told of new keys',
    doc: 'Records made since the start are denied though they exist.',
    seconds: 15,
    with: [flip('filter', 'frozen'), WRITES],
    violates: ['filter-never-denies'],
  },
  'filter too small': {
    title: 'A filter too small for its keys',
    doc: 'Nearly every absent key passes.',
    seconds: 30,
    with: [flip('filter', 'small')],
    violates: ['filter-false-positives'],
  },
}
