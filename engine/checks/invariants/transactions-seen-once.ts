import { s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { ReadLog } from '../read-log.ts'
import {
  atSeconds,
  copiesOf,
  idsIn,
  isCompacted,
  leaderOf,
  nameRecord,
  type RecordsProcessed,
  type RecordsRead,
  type TransactionClosing,
  type TransactionTold,
} from '../stream-log.ts'

/** By then markers are written and read, if nothing is wrong. */
const PATIENCE: Nanos = s(2)
/** What was not to be seen by then will not be, if nothing is wrong. */
const LONG: Nanos = s(6)
const KEPT = 5_000

interface Transaction {
  readonly number: number
  readonly ids: readonly number[]
  readonly partitions: readonly number[]
  readonly closedAt: Nanos
  readonly node: string
  readonly seen: Set<number>
  /** Null: nobody was told. */
  committed: boolean | null
}
interface State {
  readonly transactions: Map<number, Transaction>
  readonly byRecord: Map<number, Transaction>
  /** By partition: up to where the group has come. */
  readonly processedTo: number[]
  judged: number
}

/**
 * All or nothing, and once. A transaction whose producer died untold may have gone either way, but not both; one that was told
 * committed must be seen, one that was told aborted must not, and nothing may be seen before the end was asked for.
 */
export const invariant = defineInvariant<State>({
  name: 'transactions-seen-once',
  title: 'Transactions are seen whole, and once',
  doc: 'Readers see all records of a committed transaction, each once, and none of one that is open or aborted.',
  start: () => ({ transactions: new Map(), byRecord: new Map(), processedTo: [], judged: 0 }),
  on: {
    'transaction-closing'(state, fact: TransactionClosing, node, ctx) {
      const { transaction: number, ids, partitions, atNanos } = fact
      const transaction = {
        number,
        ids,
        partitions,
        closedAt: atNanos,
        node,
        seen: new Set<number>(),
        committed: null,
      }
      const log = ReadLog.of(ctx)
      const early = ids.find((id) => log.hasSeen(id))
      if (early !== undefined)
        return tell(
          transaction,
          `A record was read before its transaction had ended.`,
          early,
          'was read already',
        )
      state.transactions.set(number, transaction)
      for (const id of ids) state.byRecord.set(id, transaction)
      if (state.transactions.size > KEPT) forget(state, [...state.transactions.values()][0])
      return undefined
    },
    'transaction-told'(state, { transaction: number, committed }: TransactionTold) {
      const transaction = state.transactions.get(number)
      if (transaction === undefined) return undefined
      transaction.committed = committed
      const [seen] = transaction.seen
      if (committed || seen === undefined) return undefined
      return tell(transaction, 'An aborted transaction was read.', seen, 'was read')
    },
    'records-read'(state, fact: RecordsRead, _node, ctx) {
      if (state.transactions.size === 0) return undefined
      const { doubled } = ReadLog.of(ctx).judge(fact)
      const twice = doubled === null ? undefined : state.byRecord.get(doubled.id)
      if (twice !== undefined)
        return tell(
          twice,
          'A record of a transaction was read at two offsets.',
          doubled!.id,
          'was read again',
        )
      for (const id of fact.ids) {
        const transaction = state.byRecord.get(id)
        if (transaction === undefined) continue
        transaction.seen.add(id)
        if (transaction.committed === false)
          return tell(transaction, 'An aborted transaction was read.', id, 'was read')
      }
      return null
    },
    'records-processed'(state, { partition, to }: RecordsProcessed) {
      state.processedTo[partition] = Math.max(state.processedTo[partition] ?? 0, to)
      return undefined
    },
  },
  everyNanos: s(1),
  check(state, ctx) {
    for (const transaction of state.transactions.values()) {
      if (ctx.now - transaction.closedAt < PATIENCE) return null
      if (!isDecided(state, transaction, ctx)) continue
      forget(state, transaction)
      state.judged++
      const { seen, ids, committed } = transaction
      const missing = ids.find((id) => !seen.has(id) && !mayBeSuperseded(id, transaction, ctx))
      if (missing === undefined || (seen.size === 0 && committed !== true)) continue
      const what =
        committed === true ? 'A committed transaction is not seen whole.' : 'Half of a transaction is seen.'
      return tell(transaction, what, missing, 'was never read')
    }
    return null
  },
  conclusive: ({ judged }) => judged > 0,
})

/** Whether what readers have not seen by now they will not see. */
function isDecided(
  { processedTo }: State,
  { seen, ids, partitions, closedAt }: Transaction,
  ctx: CheckContext,
): boolean {
  if (seen.size === ids.length) return true
  if (ctx.calmNanos > LONG && ctx.now - closedAt > LONG) return true
  return partitions.every((partition) => {
    const leader = leaderOf(ctx, partition)
    return leader !== null && (processedTo[partition] ?? 0) >= leader.replica.highWatermark
  })
}

/** Whether it may have given way to a newer record of its key before anybody had read it: compaction asks nobody about transactions. */
function mayBeSuperseded(id: number, { partitions }: Transaction, ctx: CheckContext): boolean {
  const copies = partitions.flatMap((partition) => copiesOf(ctx, partition))
  return copies.some(isCompacted) && !copies.some((copy) => idsIn(copy).includes(id))
}

function forget({ transactions, byRecord }: State, { number, ids }: Transaction): void {
  transactions.delete(number)
  for (const id of ids) byRecord.delete(id)
}

function tell(
  { node, ids, closedAt, committed }: Transaction,
  says: string,
  id: number,
  verb: string,
): Violation {
  const outcome =
    committed === null
      ? 'nobody was told the outcome'
      : committed
        ? 'it was told committed'
        : 'it was told aborted'
  return {
    says,
    operations: [
      `${atSeconds(closedAt)}: ${node} ends a transaction of ${ids.length} records; ${outcome}`,
      `${nameRecord(id)}, one of them, ${verb}`,
    ],
    nodes: [node],
  }
}
