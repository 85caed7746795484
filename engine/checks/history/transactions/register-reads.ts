import type { Anomalies } from './anomalies.ts'
import type { TransactionNames } from './transaction-names.ts'
import { type Transaction, UNKNOWN_VALUE } from './transaction.ts'

/** What a transaction saw of others in a register. */
export interface RegisterRead {
  readonly reader: number
  readonly key: number
  readonly value: number
}

/** The first read of each register that a committed transaction had not written before. Notes reads at odds with the transaction itself. */
export function registerReads(
  { index, steps }: Transaction,
  names: TransactionNames,
  anomalies: Anomalies,
): RegisterRead[] {
  const own = new Map<number, number>()
  const seen = new Map<number, number>()
  const reads: RegisterRead[] = []
  for (const { f, key, value } of steps) {
    if (f === 'w') own.set(key, value)
    if (f !== 'r' || value === UNKNOWN_VALUE) continue
    const told = `${names.tellKey(key)} = ${names.tell(value)}`
    const written = own.get(key)
    const before = seen.get(key)
    if (written !== undefined) {
      if (written === value) continue
      anomalies.add(
        'internal',
        [index],
        (nameOf) => `${nameOf(index)} read ${told} after it had itself written ${names.tell(written)}`,
      )
    } else if (before !== undefined && before !== value) {
      anomalies.add(
        'non-repeatable-read',
        [index],
        (nameOf) => `${nameOf(index)} read ${told} after it had read ${names.tell(before)}`,
      )
    }
    if (before !== value) reads.push({ reader: index, key, value })
    seen.set(key, value)
  }
  return reads
}
