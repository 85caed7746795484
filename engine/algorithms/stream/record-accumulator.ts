import type { Nanos } from '../../lib/units.ts'
import { NO_PRODUCER, type DraftBatch } from './record-batch.ts'

/** One record that somebody wants to have written. */
export interface OutgoingRecord {
  readonly key: number
  readonly value: unknown
  readonly isDelete: boolean
  readonly bytes: number
  /** Whom to tell; the accumulator does not look at it. */
  readonly token: number
}

/** Records of one partition that travel together. */
export interface OutgoingBatch {
  readonly partition: number
  readonly createdAt: Nanos
  readonly keys: number[]
  readonly values: unknown[]
  deletes: boolean[] | null
  readonly tokens: number[]
  bytes: number
  /** -1: not numbered yet. A batch keeps its number however often it is sent. */
  baseSequence: number
  producerId: number
  producerEpoch: number
  inFlight: boolean
  attempts: number
  /** Not sent again before. */
  retryAt: Nanos
}

export interface AccumulatorOptions {
  readonly batchBytes: number
  readonly lingerNanos: Nanos
  /** How many batches of one partition may be under way at once. */
  readonly mostInFlight: number
}

/** Who writes: -1 and 0 when duplicates are not to be recognised. */
export interface ProducerIdentity {
  readonly producerId: number
  readonly epoch: number
}

/**
 * A producer's memory: records gathered into batches a partition, numbered when they are first sent, sent again in order.
 * Paper: Kafka's producer (KIP-98 sequences, KIP-91 one limit on the time of delivery, KIP-480 and its predecessors on lingering).
 * Compare: a request a record. Cost: O(1) a record. Invariant: of a partition's batches none is sent first before an earlier one.
 */
export class RecordAccumulator {
  readonly #queues: OutgoingBatch[][] = []
  readonly #sequences: number[] = []
  /** Nothing is sent for the first time, until all that was sent is settled. */
  draining = false
  #records = 0

  constructor(public options: AccumulatorOptions) {}

  /** Records that are not settled. */
  get records(): number {
    return this.#records
  }

  add(now: Nanos, partition: number, record: OutgoingRecord): void {
    const queue = (this.#queues[partition] ??= [])
    let batch = queue.at(-1)
    if (batch === undefined || !this.#takes(batch, record.bytes))
      queue.push((batch = emptyBatch(partition, now)))
    if (record.isDelete) batch.deletes ??= batch.values.map(() => false)
    batch.keys.push(record.key)
    batch.values.push(record.value)
    batch.deletes?.push(record.isDelete)
    batch.tokens.push(record.token)
    batch.bytes += record.bytes
    this.#records++
  }

  /** The next batch of the partition that may be sent now, numbered and marked as under way; null when there is none. */
  take(
    now: Nanos,
    partition: number,
    identity: ProducerIdentity | null,
    flush: boolean,
  ): OutgoingBatch | null {
    const queue = this.#queues[partition] as OutgoingBatch[] | undefined
    if (queue === undefined || queue.length === 0) return null
    const at = queue.findIndex(({ inFlight }) => !inFlight)
    if (at < 0 || at >= this.options.mostInFlight) return null
    const batch = queue[at]
    const { lingerNanos, batchBytes } = this.options
    const isDue =
      flush || now - batch.createdAt >= lingerNanos || batch.bytes >= batchBytes || at < queue.length - 1
    if (now < batch.retryAt || (this.draining && batch.attempts === 0) || !(isDue || batch.attempts > 0))
      return null
    if (identity !== null && batch.baseSequence < 0) {
      batch.producerId = identity.producerId
      batch.producerEpoch = identity.epoch
      batch.baseSequence = this.#sequences[partition] ?? 0
      this.#sequences[partition] = batch.baseSequence + batch.values.length
    }
    batch.inFlight = true
    batch.attempts++
    return batch
  }

  /** It is in the log, or nobody waits for it any more. */
  settle(batch: OutgoingBatch): void {
    const queue = this.#queues[batch.partition]
    const at = queue.indexOf(batch)
    if (at < 0) return
    queue.splice(at, 1)
    this.#records -= batch.values.length
  }

  /** It is to be sent again, not before `retryAt`. */
  retry(batch: OutgoingBatch, retryAt: Nanos): void {
    batch.inFlight = false
    batch.retryAt = retryAt
  }

  /** The oldest batch of each partition, if it is older than `mostNanos`: it and what was sent behind it have failed. */
  expired(now: Nanos, mostNanos: Nanos): OutgoingBatch[] {
    return this.#queues.flatMap((queue) =>
      queue.length > 0 && now - queue[0].createdAt > mostNanos
        ? queue.filter(({ attempts }, i) => i === 0 || attempts > 0)
        : [],
    )
  }

  /** Partitions that have something to send or under way. */
  partitions(): number[] {
    return this.#queues.flatMap((queue, partition) => (queue.length > 0 ? [partition] : []))
  }

  /** Everything that is not settled, oldest first in each partition. */
  batches(): OutgoingBatch[] {
    return this.#queues.flat()
  }

  /** A new identity or epoch: numbers begin anew. Nothing that was ever sent may be left. */
  renumber(): void {
    this.#sequences.length = 0
    for (const batch of this.batches()) batch.baseSequence = -1
  }

  #takes(batch: OutgoingBatch, bytes: number): boolean {
    return batch.attempts === 0 && batch.bytes + bytes <= this.options.batchBytes
  }
}

/** What goes over the wire. Brokers keep it, so later records of the producer must not change it: sent batches take no more. */
export const draftOf = (batch: OutgoingBatch, transactional: boolean): DraftBatch => ({
  producerId: batch.producerId,
  producerEpoch: batch.producerEpoch,
  baseSequence: batch.baseSequence,
  transactional,
  control: null,
  keys: batch.keys,
  values: batch.values,
  deletes: batch.deletes,
  bytes: batch.bytes,
})

const emptyBatch = (partition: number, now: Nanos): OutgoingBatch => ({
  partition,
  createdAt: now,
  keys: [],
  values: [],
  deletes: null,
  tokens: [],
  bytes: 0,
  baseSequence: -1,
  producerId: NO_PRODUCER,
  producerEpoch: 0,
  inFlight: false,
  attempts: 0,
  retryAt: 0,
})
