/** What an engine has done for its users and on its disk, in bytes and blocks since its first start. */
export class Amplification {
  userBytes = 0
  logBytes = 0
  flushBytes = 0
  compactionReadBytes = 0
  compactionWriteBytes = 0
  lookups = 0
  blocksRead = 0
  /** Tables that a filter has spared a lookup. */
  filtered = 0
  /** Blocks that were read in vain, because a filter was wrong. */
  falsePositives = 0

  /** Bytes written to disk for each byte that a user wrote; 0 before the first. */
  get write(): number {
    const written = this.logBytes + this.flushBytes + this.compactionWriteBytes
    return this.userBytes === 0 ? 0 : written / this.userBytes
  }

  /** Blocks read from disk for each lookup; 0 before the first. */
  get read(): number {
    return this.lookups === 0 ? 0 : this.blocksRead / this.lookups
  }
}
