import { s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import {
  atSeconds,
  copiesOf,
  idsIn,
  isCompacted,
  leaderOf,
  nameRecord,
  type PartitionLeader,
  type RecordsAcknowledged,
  type SeenCopy,
} from '../stream-log.ts'

/** Acknowledged records that not all copies have for good. */
const KEPT = 20_000
const NAMED = 5
/** What was acknowledged before it was sent has arrived by then, or never will. */
const CALM: Nanos = s(3)

interface Acknowledged {
  readonly id: number
  readonly offset: number
  readonly atNanos: Nanos
  readonly node: string
}
interface State {
  readonly records: Acknowledged[][]
  /** Whether any acknowledged record has been looked for. */
  judged: boolean
  lost: number
}

/**
 * Whoever begins to lead is audited: what its log lacks will never come back. A record is forgotten once every copy has it
 * below the high watermark on its disk. What was acknowledged before a broker had it is looked for by its number.
 */
export const invariant = defineInvariant<State>({
  name: 'acknowledged-records-survive',
  title: 'No acknowledged record is lost',
  doc: 'Whoever leads a partition holds every record of it that was acknowledged, at its offset.',
  start: () => ({ records: [], judged: false, lost: 0 }),
  on: {
    'records-acknowledged'({ records }, { partition, baseOffset, ids, atNanos }: RecordsAcknowledged, node) {
      const kept = (records[partition] ??= [])
      for (const [i, id] of ids.entries())
        kept.push({ id, offset: baseOffset < 0 ? -1 : baseOffset + i, atNanos, node })
      if (kept.length > KEPT) kept.splice(0, kept.length - KEPT)
      return undefined
    },
    'partition-leader'(state, { partition, epoch }: PartitionLeader, node, ctx) {
      const copies = copiesOf(ctx, partition)
      const copy = copies.find(({ broker }) => broker === node)
      const kept = state.records[partition] as Acknowledged[] | undefined
      if (copy === undefined || kept === undefined) return undefined
      // What was never promised a place may still be on its way.
      const audited = kept.filter(({ offset }) => offset >= 0)
      state.judged ||= audited.length > 0
      return tell(
        state,
        partition,
        audited.filter((record) => isMissing(copy, record, cleanedBelow(copies))),
        `${node}, which leads epoch ${epoch},`,
        node,
      )
    },
  },
  everyNanos: s(1),
  check(state, ctx) {
    for (const [partition, kept] of state.records.entries()) {
      if (kept === undefined) continue
      forget(ctx, state, partition)
      if (ctx.calmNanos < CALM) continue
      const violation = auditAtRest(ctx, state, partition)
      if (violation !== null) return violation
    }
    return null
  },
  conclusive: ({ judged }) => judged,
  readings: {
    lostRecords: { title: 'Acknowledged records lost', unit: 'records', read: ({ lost }) => lost },
  },
})

/** Where compaction has come: a copy of a compacted log lacks what the copied one lacked. */
const cleanedBelow = (copies: readonly SeenCopy[]): number =>
  Math.max(...copies.map(({ replica }) => replica.disk.log.cleanedBelow))

/** Expired and compacted records are gone by intent; what a copy has not got to yet is not. */
function isMissing({ replica }: SeenCopy, { offset, id }: Acknowledged, cleaned: number): boolean {
  const { log } = replica.disk
  if (offset < log.startOffset) return false
  if (log.valueAt(offset) === id) return false
  const batch = log.batchAt(offset)
  return batch === null ? offset >= Math.min(cleaned, log.endOffset) : batch.offsets === null
}

/** What stands below every copy's written-down high watermark stays, whoever leads next. */
function forget(ctx: CheckContext, state: State, partition: number): void {
  const { records } = state
  const copies = copiesOf(ctx, partition)
  const safe = Math.min(
    ...copies.map(({ replica }) => Math.min(replica.disk.checkpoint, replica.disk.log.endOffset)),
  )
  const cleaned = cleanedBelow(copies)
  const kept = records[partition].filter(
    (record) =>
      record.offset < 0 || record.offset >= safe || copies.some((copy) => isMissing(copy, record, cleaned)),
  )
  state.judged ||= kept.length < records[partition].length
  records[partition] = kept
}

/** Nothing has been wrong for a while: the leader holds all, or, without a leader, somebody who runs does. */
function auditAtRest(ctx: CheckContext, state: State, partition: number): Violation | null {
  const leader = leaderOf(ctx, partition)
  const all = copiesOf(ctx, partition)
  const copies = leader === null ? all.filter(({ isUp }) => isUp) : [leader]
  const cleaned = cleanedBelow(all)
  const settled = state.records[partition].filter(({ atNanos }) => ctx.now - atNanos >= CALM)
  state.judged ||= settled.length > 0
  const unplaced = settled.some(({ offset }) => offset < 0)
  const ids = unplaced ? new Set(copies.flatMap(idsIn)) : null
  // Of a record that was never told its place nobody can say whether compaction dropped it for a newer one.
  const compacted = copies.some(isCompacted)
  const isLost = (record: Acknowledged) =>
    record.offset < 0
      ? !compacted && !ids!.has(record.id)
      : copies.every((copy) => isMissing(copy, record, cleaned))
  const lost = settled.filter(isLost)
  if (ids !== null)
    state.records[partition] = state.records[partition].filter(
      ({ offset, id }) => offset >= 0 || !ids.has(id),
    )
  const whose = leader === null ? 'No broker that runs' : leader.broker
  return tell(state, partition, lost, whose, leader?.broker ?? '')
}

function tell(
  state: State,
  partition: number,
  lost: readonly Acknowledged[],
  who: string,
  node: string,
): Violation | null {
  if (lost.length === 0) return null
  const gone = new Set(lost)
  state.records[partition] = state.records[partition].filter((record) => !gone.has(record))
  state.lost += lost.length
  const what = lost.length === 1 ? 'an acknowledged record' : `${lost.length} acknowledged records`
  const verb = who.startsWith('No ') ? 'has' : 'lacks'
  const operations = lost.slice(0, NAMED).map((record) => inWords(partition, record))
  if (lost.length > NAMED) operations.push(`… and ${lost.length - NAMED} more`)
  const nodes = [...new Set([...lost.map((record) => record.node), ...(node === '' ? [] : [node])])]
  return { says: `${who} ${verb} ${what} of partition ${partition}.`, operations, nodes }
}

const inWords = (partition: number, { id, offset, atNanos, node }: Acknowledged): string =>
  `${atSeconds(atNanos)}: ${node} was told that ${nameRecord(id)} is written${offset < 0 ? '' : ` at offset ${offset} of partition ${partition}`}`
