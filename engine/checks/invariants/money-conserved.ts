import { ms } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { leadersOf, mapAtRest, rowsAtStart } from '../sharded-table.ts'

const FIRST_BALANCE = 1_000

interface SagaSight {
  readonly disk: { readonly open: ReadonlyMap<string, unknown>; readonly begun: number }
}

interface State {
  sum: number
  /** Whether balances have been added up after a transfer. */
  judged: boolean
}

/** Money is between two accounts only while a transfer is open. */
export const invariant = defineInvariant<State>({
  name: 'money-conserved',
  title: 'Transfers neither make money nor lose it',
  doc: 'Whenever no transfer is open and no row is being moved, all accounts together hold what they held at the start.',
  start: () => ({ sum: NaN, judged: false }),
  everyNanos: ms(250),
  check(state, ctx) {
    const map = mapAtRest(ctx)
    const sagas = ctx.nodesOf('transfer-saga').map((id) => ({ id, state: ctx.state(id) as SagaSight }))
    if (map === null || sagas.some(({ state: { disk } }) => disk.open.size > 0)) return null
    const leaders = leadersOf(map, ctx)
    if (leaders === null) return null
    const { plain, accounts } = rowsAtStart(ctx)
    let sum = 0
    // An account is text: version, balance, steps.
    for (const { values } of leaders)
      for (let key = plain; key < plain + accounts; key++) {
        const row = values.get(key)?.value
        if (typeof row !== 'string') continue
        const from = row.indexOf('|') + 1
        sum += Number(row.slice(from, row.indexOf('|', from)))
      }
    state.sum = sum
    const due = accounts * FIRST_BALANCE
    const begun = sagas.reduce((total, { state: { disk } }) => total + disk.begun, 0)
    state.judged ||= begun > 0
    if (sum === due) return null
    return {
      says: `All accounts together hold ${sum}, not ${due}: ${Math.abs(due - sum)} ${sum < due ? 'are gone' : 'too many'}.`,
      operations: [
        `0.000 s: ${accounts} accounts hold ${FIRST_BALANCE} each`,
        `${seconds(ctx.now)}: ${begun} transfers have begun and none is open`,
      ],
      nodes: sagas.map(({ id }) => id),
    }
  },
  conclusive: ({ judged }) => judged,
  readings: { money: { title: 'Money in all accounts', unit: '', read: ({ sum }) => sum } },
})
