import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { mesh, ofNodes } from './ring.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const shop = (firstUser: number) => ({
  operations: 'carts',
  ratePerSecond: 80,
  readShare: 0.5,
  keys: 1_500,
  popularity: 'zipf',
  keySkew: 0.9,
  users: 60,
  firstUser,
  timeoutMs: 900,
  retries: 5,
  backoff: 'fixed',
  backoffBaseMs: 20,
})
const node = { antiEntropyMs: 500 }

/** A ring of equals that always takes a write, and what it has to do afterwards. */
export const design = defineDesign({
  summary: 'Any node takes your write, whatever is broken; the ring puts itself right afterwards.',
  nodes: {
    'shop-left': { kind: 'client', label: 'Shop, left', at: [0, 0.4], params: shop(1) },
    'shop-right': { kind: 'client', label: 'Shop, right', at: [0, 2.2], params: shop(1_001) },
    n1: { kind: 'storage-node', at: [1.5, 0], params: node },
    n2: { kind: 'storage-node', at: [1.2, 1.3], params: node },
    n3: { kind: 'storage-node', at: [1.5, 2.6], params: node },
    n4: { kind: 'storage-node', at: [3, 2.6], params: node },
    n5: { kind: 'storage-node', at: [3.3, 1.3], params: node },
    n6: { kind: 'storage-node', at: [3, 0], params: node },
  },
  edges: [
    ...['n1', 'n2'].map((to) => ({ from: 'shop-left', port: 'out', to })),
    ...['n3', 'n4', 'n5'].map((to) => ({ from: 'shop-right', port: 'out', to })),
    ...mesh(),
  ],
  slos: {
    'left shop is served': { of: 'shop-left', availability: 0.95 },
    'right shop is served': { of: 'shop-right', availability: 0.95 },
    'right shop is fast': { of: 'shop-right', quantile: 0.99, belowMs: 30 },
  },
  invariants: [
    'acknowledged-versions-survive',
    'replaced-versions-stay-gone',
    'replicas-agree',
    'quorum-reads-are-fresh',
    'store-is-linearizable',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    { title: 'Stale reads', series: [{ node: 'checks', metric: 'staleReads' }] },
    { title: 'Keys with siblings', series: ofNodes('siblings') },
    { title: 'Hints pending', series: ofNodes('hints') },
    { title: 'Sent to make nodes equal', series: ofNodes('repairBytes') },
    { title: 'Pairs of nodes whose trees differ', series: [{ node: 'checks', metric: 'treesApart' }] },
    { title: 'Ring ownership', series: ofNodes('share') },
    { title: 'Write amplification', series: ofNodes('writeAmplification') },
    { title: 'Read amplification', series: ofNodes('readAmplification') },
    { title: 'Space amplification', series: ofNodes('spaceAmplification') },
    { title: 'Acknowledged writes lost', series: [{ node: 'checks', metric: 'lostVersions' }] },
    { title: 'Nodes taken for dead', series: ofNodes('suspects') },
  ],
  load: [
    'shop-left.ratePerSecond',
    'shop-right.ratePerSecond',
    'shop-left.readShare',
    'shop-right.readShare',
    'shop-left.keySkew',
    'shop-right.keySkew',
  ],
  interview: [
    {
      ask: 'R + W > N. Why is the store still not linearizable?',
      answer:
        'Quorums meet if they are drawn from the same N nodes. A sloppy quorum draws from whoever is in reach, so that under a partition both sides have quorums that never meet. And even strict ones show a write to one reader and not to the next, unless a read writes back what it saw before it answers.',
    },
    {
      ask: 'What does a hint do that anti-entropy does not?',
      answer:
        'It knows what was missed, so it costs one message and comes at once. But it is lost with whoever keeps it, and it knows nothing of lost disks. Trees find everything, and cost a comparison.',
    },
    {
      ask: 'Two clients write with the same context through the same coordinator. What does a plain version vector make of it?',
      answer:
        'It counts both at that coordinator, and takes the second for the successor of the first: an acknowledged write is lost. A dot names each write of its own, so both stay as siblings.',
    },
    {
      ask: 'Why must deletions be remembered, and for how long?',
      answer:
        'A node that was away still has what was deleted. If nobody remembers the deletion, its copy looks like news and spreads again. So for longer than any node may be away and come back.',
    },
    {
      ask: 'What do 150 points a node buy over one?',
      answer:
        'Shares that are within about eight per cent of each other, and a dead node’s load spread over all others instead of one neighbour.',
    },
    {
      ask: 'Leveled or size-tiered compaction?',
      answer:
        'Leveled rewrites a byte several times a level and keeps one version of most keys: fewer blocks to read, less space. Size-tiered writes each byte about once a tier, and reads and space pay for it. Write-heavy stores take tiers.',
    },
  ],
})
