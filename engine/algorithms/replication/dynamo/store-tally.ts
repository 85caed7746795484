/** What a node has done beside serving requests, since it started. */
export class StoreTally {
  /** Bytes of data sent to make replicas equal: read repair, hints handed over, trees compared. */
  repairBytes = 0
  treeBytes = 0
  gossipBytes = 0
  /** Replicas that a read found behind. */
  readRepairs = 0
  hintsKept = 0
  hintsDelivered = 0
  /** Keys sent because trees differed. */
  keysSynced = 0
}
