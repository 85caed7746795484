import { LeaderEpochs } from './leader-epochs.ts'
import { PartitionLog, type PartitionLogOptions } from './partition-log.ts'
import { ProducerTable } from './producer-table.ts'

/** What survives a crash: a process dies, its files stay. */
export class ReplicaDisk {
  readonly log: PartitionLog
  readonly epochs = new LeaderEpochs()
  readonly producers = new ProducerTable()
  /** The high watermark as last written down. */
  checkpoint = 0
  constructor(options: PartitionLogOptions) {
    this.log = new PartitionLog(options)
  }
}
