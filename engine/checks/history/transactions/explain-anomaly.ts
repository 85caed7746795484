import type { CheckOptions, Witness } from '../history-model.ts'
import { placeOf } from '../place-of.ts'
import type { Anomaly } from './anomalies.ts'
import type { TransactionNames } from './transaction-names.ts'
import { type MicroOperation, type Transaction, UNKNOWN_VALUE } from './transaction.ts'

/** What people call the anomalies that the literature has letters for. */
const TITLES: Readonly<Record<string, string>> = {
  G0: 'write cycle',
  G1a: 'aborted read',
  G1b: 'intermediate read',
  G1c: 'circular information flow',
  'G-single': 'read skew',
  G2: 'anti-dependency cycle, such as write skew',
}

/** Tells an anomaly: what is wrong, which transactions it is made of, and why each step is as it is. */
export function explainAnomaly(
  anomaly: Anomaly,
  transactions: readonly Transaction[],
  names: TransactionNames,
  { places = 'lines' }: CheckOptions,
  line: number,
): Witness {
  const title = TITLES[anomaly.name]
  const told = anomaly.transactions.map((index, at) => {
    const { operation, steps } = transactions[index]
    const what = steps.map((step) => tellStep(step, names)).join(', ')
    return `T${at + 1} (${placeOf(operation, places)}, process ${operation.process}): ${what === '' ? 'nothing' : what}`
  })
  return {
    says: `${anomaly.name}${title === undefined ? '' : ` (${title})`}: ${anomaly.says}.`,
    operations: [...told, ...anomaly.reasons],
    line,
  }
}

function tellStep({ f, key, value, list }: MicroOperation, names: TransactionNames): string {
  const object = names.tellKey(key)
  if (f === 'append') return `append ${names.tell(value)} to ${object}`
  if (f === 'w') return `write ${object} = ${names.tell(value)}`
  if (list !== null) return `read ${object} = ${names.tellList(list)}`
  return value === UNKNOWN_VALUE ? `read ${object}, answer unknown` : `read ${object} = ${names.tell(value)}`
}
