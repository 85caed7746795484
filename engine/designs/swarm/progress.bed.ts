import type { Nanos } from '../../lib/units.ts'
import type { World } from '../../run/world.ts'

/** What each of those who ought to get on has got done in a stretch of time. */
export type Done = Readonly<Record<string, number>>

/**
 * By kind, the counters that rise for as long as a node gets on. Those of `groups` share their work as they like, so that only the
 * group is asked; of all others each node is. A kind that only waits to be asked, and in whose place another may be asked, is in `QUIET`.
 */
const COUNTERS: Readonly<Record<string, readonly string[]>> = {
  client: ['succeeded'],
  producer: ['acknowledged'],
  consumer: ['processed'],
  'config-watcher': ['delivered'],
  'config-store': ['committed'],
  'lease-worker': ['written'],
  'guarded-resource': ['accepted'],
  'top-k-reducer': ['published'],
  'stream-mapper': ['counted'],
  'event-stream': ['events'],
  'transfer-saga': ['done', 'refused', 'undone'],
  'transfer-service': ['transferred', 'insufficient'],
  'commit-member': ['committed', 'completed', 'compensated', 'applied'],
  'domain-gateway': ['pages'],
  'shard-router': ['reads', 'writes'],
  'storage-node': ['gossipBytes'],
  'file-adapter': ['received'],
  'file-exporter': ['sent'],
  'row-table': ['loaded', 'replaced'],
  'pub-sub': ['delivered'],
  'tiered-app': ['reads'],
  'cached-app': ['reads'],
  'rate-limiter': ['admitted', 'rejected'],
  'limiter-store': ['commands'],
  'payment-provider': ['charged', 'declined'],
  'transactional-database': ['commits'],
  booking: ['booked', 'soldOut', 'lockBusy'],
}
const GROUPS: ReadonlySet<string> = new Set([
  'consumer',
  'lease-worker',
  // Behind a balancer, which sends nothing for a while to who has failed.
  'booking',
  'cached-app',
  'rate-limiter',
  'tiered-app',
])
/** Who answers for these is one of several, or what they do is counted where it is asked for. */
export const QUIET: ReadonlySet<string> = new Set([
  'broker',
  'broker-controller',
  'cache',
  'circuit-breaker',
  'database',
  'file-server',
  'load-balancer',
  'lock-service',
  'region-router',
  'replica',
  'service',
  'shard',
  'shard-coordinator',
])
export const GETS_ON: ReadonlySet<string> = new Set(Object.keys(COUNTERS))

/** Of what the same setting gets done when nothing breaks: all clients together, and each that ought to get on. */
const SHARE_OF_ALL = 0.4
const SHARE_OF_EACH = 0.2
/** Of so few as this nobody can be told to be stuck: they come by chance. */
const BY_CHANCE = 1
const ALL = 'all clients together'

/** Runs on from the present and counts what is done in `during`. */
export function doneIn(world: World, during: Nanos): Done {
  const before = counts(world)
  world.runUntil(world.now + during)
  return Object.fromEntries(Object.entries(counts(world)).map(([who, count]) => [who, count - before[who]]))
}

function counts({ parts }: World): Record<string, number> {
  const counted: Record<string, number> = { [ALL]: parts.recorder.goodput }
  for (const [id, { spec, context }] of parts.behaviours) {
    const names = COUNTERS[spec.kind] ?? []
    if (names.length === 0) continue
    const who = GROUPS.has(spec.kind) ? `every ${spec.kind}` : id
    counted[who] ??= 0
    for (const name of names) counted[who] += context.metrics.counters[name]
  }
  return counted
}

/** Who has got less done than it ought to. */
export function stuck(healthy: Done, done: Done): { who: string; says: string }[] {
  return Object.entries(healthy).flatMap(([who, usual]) => {
    const least = (who === ALL ? SHARE_OF_ALL : SHARE_OF_EACH) * usual - BY_CHANCE
    return done[who] >= least
      ? []
      : [{ who, says: `${who} has done ${done[who]}, and ${usual} when nothing breaks` }]
  })
}
