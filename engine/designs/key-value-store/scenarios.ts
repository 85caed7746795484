import type { Action, Scenario } from '../../schema/design.ts'
import { ALONE, CRASH, DISK_LOSS, PARTITION, POWER, SKEW, SLOW } from './breaks.ts'
import { NODES, OWNERS } from './ring.ts'
import { during, flip, type Inject } from '../scenario-steps.ts'

/** Strikes after two seconds and is lifted at `until`. */
const strikes = (faults: readonly Inject[], until: number) => during(2, until, ...faults)
/** Fewer keys, asked for more often and more evenly: more of them have been written when something strikes. */
const EVEN = ['shop-left', 'shop-right'].flatMap((node): Action[] => [
  { do: 'set', node, param: 'keys', value: 400 },
  { do: 'set', node, param: 'keySkew', value: 0.2 },
  { do: 'set', node, param: 'ratePerSecond', value: 140 },
])
/** Hardly anybody comes any more: what has come back is not replaced at once. */
const QUIET = ['shop-left', 'shop-right'].map((node) => ({
  atSeconds: 9,
  action: { do: 'set', node, param: 'ratePerSecond', value: 10 } as const,
}))
/** Nobody but its shop reaches n4, which then loses its disk. */
const LAST_COPY: Scenario['script'] = [
  { atSeconds: 2, action: ALONE },
  { atSeconds: 4, action: DISK_LOSS },
  { atSeconds: 5, action: { do: 'lift', id: ALONE.id } },
  { atSeconds: 5, action: { do: 'lift', id: DISK_LOSS.id } },
]
/** Memtables of a sixteenth and many writes: tables are written, and merged, within seconds. */
const SMALL_TABLES: Action[] = [
  ...NODES.map((node): Action => ({ do: 'set', node, param: 'memtableKilobytes', value: 4 })),
  ...['shop-left', 'shop-right'].flatMap((node): Action[] => [
    { do: 'set', node, param: 'ratePerSecond', value: 150 },
    { do: 'set', node, param: 'keySkew', value: 0.5 },
  ]),
]
const SERVED = ['left shop is served', 'right shop is served']
const SAFE = ['acknowledged-versions-survive', 'replaced-versions-stay-gone', 'replicas-agree']

/** Every promise under every fault of the entry, and what breaks without each idea. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Five nodes, R = W = 2 of N = 3',
    doc: 'Two shops, carts that are looked at and changed; now and then two people change one at the same time.',
    seconds: 10,
    meets: [...SERVED, 'right shop is fast'],
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'node crash': {
    title: 'A node crashes and comes back',
    doc: 'Others stand in for n2 and keep what it misses; when it is back they hand it over.',
    seconds: 17,
    script: strikes([CRASH], 6),
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'disk loss': {
    title: 'A disk is lost for good',
    doc: 'n4 comes back empty; comparing hash trees finds what it has to get again.',
    seconds: 16,
    script: strikes([DISK_LOSS], 5),
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  partition: {
    title: 'Two nodes are cut off',
    doc: 'Both sides go on taking writes; afterwards carts that were changed on both have siblings, and nothing is lost.',
    seconds: 17,
    script: strikes([PARTITION], 6),
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'partition, strict': {
    title: 'Two nodes are cut off, strict quorums',
    doc: 'Where fewer than two owners are in reach nobody writes: the left shop fails for most keys.',
    seconds: 17,
    with: [flip('quorum', 'strict')],
    script: strikes([PARTITION], 6),
    breaks: ['left shop is served'],
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'slow node': {
    title: 'A node is slow',
    doc: 'Two of three are enough, so mostly nobody waits for it.',
    seconds: 17,
    script: strikes([SLOW], 6),
    meets: SERVED,
    holds: SAFE,
  },
  'clock skew': {
    title: 'A clock is three seconds ahead',
    doc: 'Vectors, not clocks, say what replaces what.',
    seconds: 17,
    script: strikes([SKEW], 6),
    meets: SERVED,
    holds: SAFE,
  },
  'last writer wins': {
    title: 'The last writer wins',
    doc: 'Of two changes at the same time one disappears, though both were acknowledged.',
    seconds: 14,
    with: [flip('conflicts', 'latest')],
    violates: ['acknowledged-versions-survive'],
  },
  'last writer wins, clock ahead': {
    title: 'The last writer wins, and a clock is ahead',
    doc: 'For three seconds nobody can replace what n1 has written.',
    seconds: 16,
    with: [flip('conflicts', 'latest-wall')],
    script: strikes([SKEW], 6),
    violates: ['acknowledged-versions-survive'],
  },
  'no quorum': {
    title: 'R = W = 1, and two nodes are cut off',
    doc: 'One answer is enough, from whoever is first, and with strict quorums it comes from an owner; but not from one that has the write.',
    seconds: 10,
    with: [flip('levels', 'one'), flip('quorum', 'strict')],
    script: strikes([PARTITION], 6),
    violates: ['quorum-reads-are-fresh'],
  },
  'one copy of a write': {
    title: 'W = 1, and a node that is alone loses its disk',
    doc: 'What n4 acknowledged all by itself is gone with its disk.',
    seconds: 16,
    with: [flip('levels', 'one')],
    script: LAST_COPY,
    violates: ['acknowledged-versions-survive'],
  },
  'one copy, read by all': {
    title: 'R = 3, W = 1, and a node that is alone loses its disk',
    doc: 'R + W > N, and what n4 acknowledged all by itself is gone all the same: overlap is for readers, disks are for W.',
    seconds: 16,
    with: [flip('levels', 'read-all')],
    script: LAST_COPY,
    violates: ['acknowledged-versions-survive'],
  },
  'two copies of a write': {
    title: 'W = 2, and a node that is alone loses its disk',
    doc: 'Alone n4 acknowledges nothing, so nothing that was acknowledged is gone.',
    seconds: 16,
    script: LAST_COPY,
    holds: SAFE,
  },
  'three copies of a write': {
    title: 'R = 1, W = 3, and a node that is alone loses its disk',
    doc: 'Every write that was acknowledged is on two other disks.',
    seconds: 16,
    with: [flip('levels', 'write-all')],
    script: LAST_COPY,
    holds: SAFE,
  },
  'no handoff': {
    title: 'Hints are not handed over',
    doc: 'What stand-ins alone took during the cut stays with them.',
    seconds: 16,
    with: [flip('handoff', 'off')],
    script: strikes([PARTITION], 6),
    violates: ['acknowledged-versions-survive'],
  },
  'no anti-entropy': {
    title: 'Trees are not compared, and a disk is lost',
    doc: 'Reads repair what is read; all else stays missing on n4.',
    seconds: 16,
    with: [flip('antiEntropy', 'off')],
    script: strikes([DISK_LOSS], 5),
    violates: ['replicas-agree'],
  },
  'deletions forgotten': {
    title: 'Deletions are forgotten at once',
    doc: 'n2 was away while carts were emptied, and nobody tells it; comparing trees, it brings their contents back.',
    seconds: 18,
    with: [flip('deletions', 'forgotten'), flip('handoff', 'off'), ...EVEN],
    script: [
      { atSeconds: 3, action: CRASH },
      { atSeconds: 9, action: { do: 'lift', id: CRASH.id } },
      ...QUIET,
    ],
    violates: ['replaced-versions-stay-gone'],
  },
  'power failure': {
    title: 'The power fails everywhere',
    doc: 'What was acknowledged is in two logs on disk.',
    seconds: 16,
    script: strikes(POWER, 3),
    holds: SAFE,
  },
  'power failure, log not synced': {
    title: 'The power fails everywhere, and logs are synced every second',
    doc: 'Three copies in memory are none.',
    seconds: 16,
    with: [flip('log', 'periodic')],
    script: strikes(POWER, 3),
    violates: ['acknowledged-versions-survive'],
  },
  'like one copy': {
    title: 'Strict quorums, reads written back, a partition',
    doc: 'What clients saw can be put in one order, cut or no cut; and the left shop waits.',
    seconds: 12,
    with: [flip('quorum', 'strict'), flip('reads', 'written-back')],
    script: strikes([PARTITION], 6),
    breaks: ['left shop is served'],
    holds: ['store-is-linearizable', 'quorum-reads-are-fresh'],
  },
  'not like one copy': {
    title: 'Sloppy quorums, reads written back, a partition',
    doc: 'R + W > N, and yet a read on one side does not see what was acknowledged on the other.',
    seconds: 12,
    with: [flip('reads', 'written-back')],
    script: strikes([PARTITION], 6),
    violates: ['store-is-linearizable'],
  },
  'leveled tables': {
    title: 'Small memtables, leveled tables',
    doc: 'Each byte is written several times over, and a read looks into few blocks: filters say which tables have not got the key.',
    seconds: 12,
    with: SMALL_TABLES,
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'tiered tables': {
    title: 'Small memtables, runs of about the same size',
    doc: 'Half as much is written, and more is kept. One node crashes in the middle of it and begins from its tables and log.',
    seconds: 17,
    with: [flip('compaction', 'tiered'), ...SMALL_TABLES],
    script: strikes([CRASH], 5),
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'a node joins': {
    title: 'A sixth node joins, and leaves again',
    doc: 'It takes over its shares of the ring while everybody goes on, and gives them back.',
    seconds: 13,
    script: [
      { atSeconds: 2, action: flip('members', 'six') },
      { atSeconds: 8, action: flip('members', 'five') },
    ],
    meets: SERVED,
    holds: [...SAFE, 'quorum-reads-are-fresh'],
  },
  'one node': {
    title: 'Without the ring',
    doc: 'One node of the five: there is nobody to hold a second copy, and nobody is answered.',
    seconds: 8,
    without: [...OWNERS.slice(1), NODES[5]],
    breaks: SERVED,
  },
}
