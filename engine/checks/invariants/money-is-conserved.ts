import type { MvccStore } from '../../algorithms/txn/mvcc-store.ts'
import { ms } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'

/** A transfer has been committed, as the database tells. */
interface Moved {
  from: number
  to: number
  cents: number
}
interface Row {
  balance: number
  opened: number
}

const NAMED = 4

interface State {
  /** By account: what all committed transfers together have moved in or out. */
  moved: Map<number, number>
  latest: Map<number, string[]>
  /** Accounts whose balance is known to be wrong, and by how much. */
  wrong: Map<number, number>
  /** Whether any balance has been looked at after a transfer. */
  judged: boolean
  missing: number
}

export const invariant = defineInvariant<State>({
  name: 'money-is-conserved',
  title: 'Transfers neither make nor lose money',
  doc: 'Every account holds what it opened with and what committed transfers moved in and out; the sum of all balances stays the same.',
  start: () => ({ moved: new Map(), latest: new Map(), wrong: new Map(), judged: false, missing: 0 }),
  on: {
    'money-moved'({ moved, latest }, { from, to, cents }: Moved, node, ctx) {
      for (const [account, change] of [
        [from, -cents],
        [to, cents],
      ] as const) {
        moved.set(account, (moved.get(account) ?? 0) + change)
        const texts = latest.get(account) ?? []
        latest.set(account, texts)
        texts.push(
          `${seconds(ctx.now)}: ${node} committed ${cents} cents from account ${from} to account ${to}`,
        )
        if (texts.length > NAMED) texts.shift()
      }
      return undefined
    },
  },
  everyNanos: ms(250),
  check(state, ctx): Violation | null {
    let missing = 0
    let found: Violation | null = null
    for (const id of banks(ctx)) {
      for (const [account, { balance, opened }] of accountsOf(ctx, id)) {
        const off = balance - opened - (state.moved.get(account) ?? 0)
        missing -= off
        state.judged ||= state.moved.size > 0
        if (off !== (state.wrong.get(account) ?? 0)) found ??= blame(state, id, account, balance, off)
        state.wrong.set(account, off)
      }
    }
    state.missing = missing
    return found
  },
  conclusive: ({ judged }) => judged,
  readings: {
    missing: { title: 'Money missing', unit: 'cents', read: ({ missing }) => missing },
  },
})

function banks(ctx: CheckContext): string[] {
  return ctx.nodesOf('transactional-database').filter((id) => ctx.params(id).schema === 'accounts')
}

/** The committed balances of all accounts. */
function* accountsOf(ctx: CheckContext, id: string): Iterable<[number, Row]> {
  const { store } = (ctx.state(id) as { disk: { store: MvccStore } }).disk
  const table = store.table('accounts')
  if (table === undefined) return
  for (let account = 0; ; account++) {
    const versions = store.versionsOf(table, account)
    if (versions.length === 0) return
    const committed = versions.find(({ beginSequence }) => beginSequence !== null)
    if (committed?.row) yield [account, committed.row as unknown as Row]
  }
}

function blame(
  { latest, moved }: State,
  id: string,
  account: number,
  balance: number,
  off: number,
): Violation {
  const texts = latest.get(account) ?? []
  const should = balance - off
  return {
    says: `Account ${account} holds ${balance} cents instead of ${should}: ${Math.abs(off)} cents were ${off < 0 ? 'lost' : 'made'} by transfers that overwrote each other.`,
    operations: texts.length > 0 ? [...texts] : [`${moved.size} accounts have seen transfers`],
    nodes: [id],
  }
}
