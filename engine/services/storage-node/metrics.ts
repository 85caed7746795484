import { counter, gauge, sample } from '../../measure/metric.ts'

export const STORAGE_METRICS = {
  reads: counter('Reads', 'reads'),
  writes: counter('Writes', 'writes'),
  refused: counter('Refused', 'requests'),
  readRepairs: counter('Sent to nodes that a read found behind', 'versions'),
  hintsKept: counter('Kept for nodes that are away', 'hints'),
  hintsDelivered: counter('Handed over', 'hints'),
  keysSynced: counter('Sent because trees differed', 'keys'),
  repairBytes: counter('Sent to make nodes equal', 'bytes'),
  treeBytes: counter('Hashes compared', 'bytes'),
  gossipBytes: counter('Gossip', 'bytes'),
  hints: gauge('Hints pending', 'hints'),
  siblings: gauge('Keys with siblings', 'keys'),
  keys: gauge('Keys', 'keys'),
  share: gauge('Share of the ring', '%'),
  suspects: gauge('Nodes taken for dead', 'nodes'),
  readAmplification: gauge('Read amplification', 'blocks/read'),
  writeAmplification: gauge('Write amplification', '×'),
  spaceAmplification: gauge('Space amplification', '×'),
  tables: gauge('Tables on disk', 'tables'),
  commitTime: sample('Time until a write is acknowledged', 'ns'),
} as const
