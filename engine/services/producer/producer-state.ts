import {
  RecordAccumulator,
  type OutgoingBatch,
  type OutgoingRecord,
  type ProducerIdentity,
} from '../../algorithms/stream/record-accumulator.ts'
import type { Timer } from '../../kernel/timer.ts'
import { ms } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { ClusterView } from '../broker/cluster-view.ts'
import type { Call, Context, Setup } from '../define-service.ts'
import type { PRODUCER_PARAMS, ProducerParams } from './params.ts'

export const PRODUCER_METRICS = {
  acknowledged: counter('Acknowledged', 'records'),
  retries: counter('Sent again', 'batches'),
  expired: counter('Given up on', 'records'),
  fenced: counter('Fenced', 'times'),
  committed: counter('Committed', 'transactions'),
  aborted: counter('Aborted', 'transactions'),
  buffered: gauge('Buffered', 'records'),
  acknowledgement: sample('Until acknowledged', 'ns'),
  batch: sample('Batch', 'records'),
} as const
export type ProducerContext = Context<typeof PRODUCER_PARAMS, typeof PRODUCER_METRICS, 'brokers', never>

/** How many records this node has ever made: each has a number of its own, also after a crash. */
export interface ProducerDisk {
  made: number
}

/** Batches that travel together to one broker. */
export interface ProduceInFlight {
  readonly batches: readonly OutgoingBatch[]
  readonly broker: number
}

/** A transaction as its producer sees it. */
export interface OpenTransaction {
  readonly number: number
  readonly partitions: Set<number>
  readonly ids: number[]
  readonly tokens: number[]
  /** Why it can only be aborted. */
  failed: 'fenced' | 'expired' | null
}

/** Volatile state of one producer. */
export class ProducerState {
  readonly cluster: ClusterView
  accumulator: RecordAccumulator
  /** Null until a broker has given one, and always for a plain producer. */
  identity: ProducerIdentity | null = null
  /** A broker is being asked for one. */
  isAsking = false
  /** Whose records these are: the calls that brought them, by their ids. */
  readonly calls = new Map<number, Call>()
  readonly inFlight = new Map<number, ProduceInFlight>()
  /** Records for the next transaction. */
  readonly later: { partitionKey: number; record: OutgoingRecord }[] = []
  open: OpenTransaction | null = null
  /** Another one after the mode was flipped: what belongs to an earlier one ends. */
  session = 0
  runsTransactions = false
  hasIdentity = false
  timer: Timer | null = null

  constructor(
    { links, params }: Setup<typeof PRODUCER_PARAMS>,
    readonly disk: ProducerDisk,
  ) {
    this.cluster = new ClusterView(links('brokers'))
    this.accumulator = new RecordAccumulator(accumulatorOptions(params))
  }
}

export const accumulatorOptions = (params: ProducerParams) => ({
  batchBytes: params.batchKb * 1_000,
  lingerNanos: ms(params.lingerMs),
  mostInFlight: params.inFlight,
})

/** Records and transactions of one node are numbered from here on, so that each has a number of its own. */
const NUMBERS_A_NODE = 4_294_967_296

export const nextNumber = ({ disk }: ProducerState, { node }: ProducerContext): number =>
  node.index * NUMBERS_A_NODE + ++disk.made
