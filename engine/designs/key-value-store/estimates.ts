import type { Estimate } from '../../schema/design.ts'

/** What copies, quorums, keys and the engine make of bytes, loads and chances. */
export const ESTIMATES: Record<string, Estimate> = {
  valueBytes: { title: 'A value', unit: 'bytes', value: 1_024, source: 'the entry of this design' },
  copies: { title: 'Copies of each key (N)', unit: 'copies', value: 3, source: 'the entry of this design' },
  quorum: { title: 'Quorums (R, W)', unit: 'nodes', value: 2, source: 'the entry of this design' },
  overlap: {
    title: 'Nodes that a read and a write have in common, at least',
    unit: 'nodes',
    value: { formula: 'quorum + quorum - copies' },
    source: 'R + W - N, where both are drawn from the same N',
  },
  virtualNodes: {
    title: 'Points of a node on the ring',
    unit: 'points',
    value: 150,
    source: 'the entry of this design',
  },
  spread: {
    title: 'A node’s share differs from the mean by about',
    unit: '%',
    value: { formula: '1 / 12.247' },
    source: 'one over the square root of the points: √150 ≈ 12.247',
  },
  nodes: { title: 'Nodes', unit: 'nodes', value: 5, source: 'this run' },
  share: { title: 'Keys held by a node', unit: '%', value: { formula: 'copies / nodes' } },
  moved: {
    title: 'Of all copies, moved when a sixth node joins',
    unit: '%',
    value: { formula: '1 / (nodes + 1)' },
    source: 'what the newcomer owns; a table modulo the number of nodes would move most of them',
  },
  keys: { title: 'Keys of a busy shop', unit: 'keys', value: 100_000_000, source: 'assumed' },
  dataBytes: { title: 'Data on all disks', unit: 'bytes', value: { formula: 'keys * valueBytes * copies' } },
  nodeBytes: { title: 'Data on one disk', unit: 'bytes', value: { formula: 'dataBytes / nodes' } },
  filterBytes: {
    title: 'Filters of a node, in memory',
    unit: 'bytes',
    value: { formula: 'keys * copies / nodes * 9.585 / 8' },
    source: '9.585 bits a key for one false positive in a hundred: ln(100) / (ln 2)²',
  },
  runRate: {
    title: 'Requests in this run',
    unit: 'requests/s',
    value: 160,
    source: 'two shops, 80 a second each',
  },
  runWrites: {
    title: 'Writes in this run, at most',
    unit: 'writes/s',
    value: { formula: 'runRate * 0.5' },
    source: 'half of the wishes are changes; whoever has not looked yet looks instead',
  },
  nodeWrites: {
    title: 'Versions that a node writes',
    unit: 'writes/s',
    value: { formula: 'runWrites * copies / nodes' },
  },
  levelRatio: { title: 'Ratio of levels', unit: '', value: 4, source: 'the node’s leveled compaction' },
  writeAmplification: {
    title: 'Write amplification with two levels, about',
    unit: '×',
    value: { formula: '1 + 1 + 2 * (levelRatio / 2 + 0.5)' },
    source: 'once into the log, once out of memory, about half a ratio more for each level that it passes',
  },
  rootBytes: {
    title: 'Comparing equal trees',
    unit: 'bytes',
    value: { formula: '16 + 2 * 64' },
    source: 'one hash, and the headers of question and answer',
  },
  listBytes: {
    title: 'The same by sending a hash of each of 1,000 common keys',
    unit: 'bytes',
    value: { formula: '1_000 * 24' },
    source: 'a key and its hash',
  },
  pathBytes: {
    title: 'Finding one key that differs, in a tree of 512 leaves',
    unit: 'bytes',
    value: { formula: '(1 + 8 + 8 + 8) * 16 + 2 * 24' },
    source: 'eight hashes a level, then the keys of one leaf',
  },
}
