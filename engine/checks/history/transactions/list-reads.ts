import type { Anomalies } from './anomalies.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { Transaction } from './transaction.ts'

/** A list as a transaction read it. */
export interface ListRead {
  readonly reader: number
  readonly key: number
  readonly list: readonly number[]
  /** So many of its elements are of others; the transaction's own, appended before the read, follow. */
  readonly others: number
  /** Whether the transaction itself appends to the list, before or after. */
  readonly appends: boolean
}

/** What a transaction knows of a list by then. */
interface Known {
  /** The latest read. */
  read: ListRead | null
  /** What it has appended, and what it ever appends. */
  readonly own: number[]
  readonly all: ReadonlySet<number>
}

/** The reads of a committed transaction, each with what its own appends added. Notes reads at odds with the transaction itself. */
export function listReads(
  { index, steps }: Transaction,
  names: TransactionNames,
  anomalies: Anomalies,
): ListRead[] {
  const knownByKey = new Map<number, Known>()
  const reads: ListRead[] = []
  for (const { f, key, value, list } of steps) {
    let known = knownByKey.get(key)
    if (known === undefined) {
      const appends = steps.filter((step) => step.f === 'append' && step.key === key)
      known = { read: null, own: [], all: new Set(appends.map((step) => step.value)) }
      knownByKey.set(key, known)
    }
    if (f === 'append') known.own.push(value)
    if (list === null) continue
    const others = endsWith(list, known.own) ? list.length - known.own.length : list.length
    const read = { reader: index, key, list, others, appends: known.all.size > 0 }
    noteOddity(read, known, names, anomalies)
    known.read = read
    reads.push(read)
  }
  return reads
}

function noteOddity(
  { reader, key, list, others }: ListRead,
  { read: before, own, all }: Known,
  names: TransactionNames,
  anomalies: Anomalies,
): void {
  const add = (name: string, rest: () => string): void =>
    anomalies.add(
      name,
      [reader],
      (nameOf) => `${nameOf(reader)} read ${names.tellKey(key)} = ${names.tellList(list)}${rest()}`,
    )
  if (list.length - others !== own.length) {
    add('internal', () => `, which does not end with what it had itself appended: ${names.tellList(own)}`)
  } else if (before !== null && !beginsAlike(list, others, before)) {
    add('non-repeatable-read', () => ` after it had read ${names.tellList(before.list)}`)
  }
  const early = all.size === 0 ? -1 : list.findIndex((element, at) => at < others && all.has(element))
  if (early !== -1) {
    add('internal', () => `, with its own ${names.tell(list[early])} where it had not appended it`)
  }
}

/** Whether the first `others` elements are all that was of others in the read before. */
function beginsAlike(list: readonly number[], others: number, before: ListRead): boolean {
  if (others !== before.others) return false
  for (let at = 0; at < others; at++) if (list[at] !== before.list[at]) return false
  return true
}

function endsWith(list: readonly number[], end: readonly number[]): boolean {
  const from = list.length - end.length
  return from >= 0 && end.every((element, at) => element === list[from + at])
}
