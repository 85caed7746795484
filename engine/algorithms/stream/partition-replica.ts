import type { Nanos } from '../../lib/units.ts'
import { InSyncSet } from './in-sync-set.ts'
import type { EpochEnd } from './leader-epochs.ts'
import { NO_PRODUCERS } from './producer-table.ts'
import type { ReplicaDisk } from './replica-disk.ts'
import type {
  AppendError,
  Appended,
  FetchError,
  FollowerAnswer,
  FollowerFetch,
  PartitionState,
  ReaderAnswer,
  ReplicaOptions,
} from './replica-messages.ts'
import { placed, type AbortedTransaction, type DraftBatch, type RecordBatch } from './record-batch.ts'

const NO_BATCHES: readonly RecordBatch[] = []
const NO_ABORTED: readonly AbortedTransaction[] = []
const refused = (error: AppendError): Appended => ({
  error,
  baseOffset: -1,
  nextOffset: -1,
  duplicate: false,
})

/**
 * One broker's copy of one partition: leader, follower, or neither, as the controller says.
 * Paper: Kafka's documentation, section "Replication"; KIP-101 and KIP-279 (leader epochs), KIP-595 (a fetch carries the epoch,
 * its answer says where logs part), KIP-966 (no progress below the least in-sync number). Compare: Raft, where the log itself
 * elects. Cost: O(1) a batch, O(replicas) a follower's fetch. Invariant: what is below the high watermark is held by all in sync.
 */
export class PartitionReplica {
  state: PartitionState | null = null
  /** Of this replica as leader; null otherwise. */
  inSync: InSyncSet | null = null
  highWatermark: number
  /** Where this leader's reign began in the log. */
  #reignOffset = 0
  /** What it asked for last: the same question costs no new object. */
  #asked: FollowerFetch | null = null

  constructor(
    readonly partition: number,
    public options: ReplicaOptions,
    readonly disk: ReplicaDisk,
  ) {
    this.highWatermark = Math.min(disk.checkpoint, disk.log.endOffset)
  }

  get leads(): boolean {
    return this.inSync !== null
  }
  get leaderEpoch(): number {
    return this.state?.leaderEpoch ?? 0
  }
  get stableOffset(): number {
    return Math.min(this.highWatermark, this.disk.producers.firstUnstable(this.highWatermark))
  }

  /** The controller has spoken. True when who leads, or in which epoch, has changed. */
  adopt(now: Nanos, state: PartitionState): boolean {
    const before = this.state
    if (before !== null && state.partitionEpoch <= before.partitionEpoch) return false
    this.state = state
    if (before !== null && before.leaderEpoch === state.leaderEpoch) {
      this.inSync?.decided(state.inSync)
      this.#advance()
      return false
    }
    if (state.leader === this.options.self) this.#lead(now, state)
    else this.#follow()
    return true
  }

  /** A leader takes a batch in; `all`: its sender waits until it is replicated. */
  append(now: Nanos, draft: DraftBatch, all: boolean): Appended {
    const { inSync, disk, options } = this
    if (inSync === null) return refused('not-leader')
    if (all && inSync.members.length < options.minInSync) return refused('not-enough-replicas')
    if (draft.producerId >= 0 && draft.control === null) {
      const admission = disk.producers.admit(draft, options.fencing)
      if (admission.outcome === 'duplicate') {
        const { baseOffset } = admission
        const nextOffset = baseOffset < 0 ? this.highWatermark : baseOffset + draft.values.length
        return { error: null, baseOffset, nextOffset, duplicate: true }
      }
      if (admission.outcome !== 'append') return refused(admission.outcome)
    }
    const batch = placed(draft, disk.log.endOffset, this.leaderEpoch, now)
    this.#write(batch)
    this.#advance()
    return { error: null, baseOffset: batch.baseOffset, nextOffset: batch.lastOffset + 1, duplicate: false }
  }

  /** A leader answers a follower; null when there is nothing that it does not know. */
  serve(now: Nanos, follower: number, fetch: FollowerFetch): FollowerAnswer | null {
    const { disk, inSync, options } = this
    const { log } = disk
    if (inSync === null) return this.#answer('not-leader')
    if (fetch.leaderEpoch !== this.leaderEpoch) return this.#answer('other-epoch')
    if (options.truncation === 'leader-epoch' && fetch.lastEpoch > 0) {
      const end = disk.epochs.endOf(fetch.lastEpoch, log.endOffset)
      if (end.epoch !== fetch.lastEpoch || end.endOffset < fetch.offset) return this.#answer(null, end)
    }
    if (fetch.offset < log.startOffset || fetch.offset > log.endOffset) return this.#answer('out-of-range')
    inSync.fetched(now, follower, fetch.offset, log.endOffset)
    this.#advance()
    if (fetch.offset === log.endOffset)
      return fetch.highWatermark < this.highWatermark ? this.#answer(null) : null
    return this.#answer(null, null, log.read(fetch.offset, options.fetchBytes, Infinity))
  }

  /** What a follower asks for. */
  fetch(): FollowerFetch {
    const { endOffset, lastEpoch } = this.disk.log
    const { partition, leaderEpoch, highWatermark } = this
    const before = this.#asked
    if (
      before?.offset === endOffset &&
      before.leaderEpoch === leaderEpoch &&
      before.highWatermark === highWatermark
    )
      return before
    return (this.#asked = { partition, offset: endOffset, lastEpoch, leaderEpoch, highWatermark })
  }

  /** A follower takes its leader's answer in; answers to another epoch's questions are void. */
  receive(answer: FollowerAnswer): void {
    const { log } = this.disk
    if (this.leads || answer.leaderEpoch !== this.leaderEpoch) return
    if (answer.error === 'out-of-range') {
      if (log.endOffset > answer.endOffset) this.truncateTo(answer.endOffset)
      else this.#restartAt(answer.startOffset)
      return
    }
    if (answer.error !== null) return
    if (answer.diverging !== null) return this.#part(answer.diverging)
    for (const batch of answer.batches) if (batch.baseOffset >= log.endOffset) this.#write(batch)
    log.expireBelow(answer.startOffset)
    this.highWatermark = Math.max(this.highWatermark, Math.min(answer.highWatermark, log.endOffset))
  }

  /** A leader answers a reader, who must not see what may still be lost, nor (`committedOnly`) what may be aborted. */
  read(offset: number, mostBytes: number, committedOnly: boolean): ReaderAnswer | FetchError {
    const { log, producers } = this.disk
    if (!this.leads) return 'not-leader'
    if (offset < log.startOffset || offset > log.endOffset) return 'out-of-range'
    const { highWatermark } = this
    const stableOffset = committedOnly ? this.stableOffset : highWatermark
    const batches = offset < stableOffset ? log.read(offset, mostBytes, stableOffset) : NO_BATCHES
    const nextOffset = batches.length === 0 ? offset : Math.max(offset, batches.at(-1)!.lastOffset + 1)
    const aborted =
      committedOnly && batches.length > 0 ? producers.abortedBetween(offset, nextOffset) : NO_ABORTED
    return { batches, nextOffset, highWatermark, stableOffset, aborted }
  }

  /** Who should be in sync by now; null when nothing is to be changed. */
  propose(now: Nanos): readonly number[] | null {
    const joinsAt = Math.max(this.highWatermark, this.#reignOffset)
    return this.inSync?.propose(now, this.disk.log.endOffset, joinsAt, this.options.lagMaxNanos) ?? null
  }

  /** Cuts the end off, and works out anew what is known of producers from what is left. */
  truncateTo(offset: number): void {
    const { log, epochs, producers } = this.disk
    if (offset >= log.endOffset) return
    log.truncateTo(offset)
    epochs.truncateTo(offset)
    const last = log.segments.at(-1)
    producers.restore(last?.producersBefore ?? NO_PRODUCERS)
    for (const batch of last?.batches ?? NO_BATCHES) producers.apply(batch)
    this.highWatermark = Math.min(this.highWatermark, log.endOffset)
  }

  /** Writes the high watermark down, as a broker does from time to time. */
  checkpoint(): void {
    this.disk.checkpoint = this.highWatermark
  }

  #lead(now: Nanos, state: PartitionState): void {
    const { log, epochs } = this.disk
    epochs.assign(state.leaderEpoch, log.endOffset)
    this.#reignOffset = log.endOffset
    this.inSync = new InSyncSet(this.options.self, state.replicas, state.inSync, now)
    this.#advance()
  }

  #follow(): void {
    this.inSync = null
    if (this.options.truncation === 'high-watermark') this.truncateTo(this.highWatermark)
  }

  #part({ epoch, endOffset }: EpochEnd): void {
    const { log, epochs } = this.disk
    this.truncateTo(Math.min(endOffset, epochs.endOf(epoch, log.endOffset).endOffset))
  }

  #restartAt(offset: number): void {
    const { log, epochs, producers } = this.disk
    log.restartAt(offset)
    epochs.truncateTo(0)
    producers.restore(NO_PRODUCERS)
    this.highWatermark = offset
  }

  #write(batch: RecordBatch): void {
    const { log, epochs, producers } = this.disk
    log.append(batch, log.rollsFor(batch.bytes) ? producers.snapshot() : NO_PRODUCERS)
    epochs.assign(batch.leaderEpoch, batch.baseOffset)
    producers.apply(batch)
  }

  #advance(): void {
    if (this.inSync === null) return
    const { minInSync, watermark } = this.options
    const { endOffset } = this.disk.log
    if (watermark === 'leader') this.highWatermark = endOffset
    else if (this.inSync.members.length >= minInSync)
      this.highWatermark = Math.max(this.highWatermark, this.inSync.replicatedTo(endOffset))
  }

  #answer(
    error: FetchError | null,
    diverging: EpochEnd | null = null,
    batches: readonly RecordBatch[] = NO_BATCHES,
  ): FollowerAnswer {
    const { startOffset, endOffset } = this.disk.log
    const { partition, highWatermark, leaderEpoch } = this
    return { partition, error, diverging, batches, highWatermark, startOffset, endOffset, leaderEpoch }
  }
}
