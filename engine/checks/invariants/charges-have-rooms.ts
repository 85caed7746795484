import { s } from '../../lib/units.ts'
import { defineInvariant } from '../define-invariant.ts'

/** What is known of one payment reference. */
interface Account {
  chargedAtNanos: number | null
  cents: number
  hasRoom: boolean
  /** Since when the guest has paid and has no room; null while he has what he paid for. */
  owedSinceNanos: number | null
}
interface State {
  accounts: Map<string, Account>
  /** Those that are owed a refund. */
  owed: Map<string, Account>
}

/** A booking may take this long from charge to room or refund while nothing is broken. */
const PATIENCE = s(20)

/** Nobody pays for nothing: each charge ends with a room or a refund, once things have been calm for a while. */
export const invariant = defineInvariant<State>({
  name: 'charges-have-rooms',
  title: 'Every charge has a room or a refund',
  doc: 'A charge without a committed reservation is refunded within 20 seconds of calm.',
  start: () => ({ accounts: new Map(), owed: new Map() }),
  everyNanos: s(1),
  on: {
    charged(state, { reference, cents }: { reference: string; cents: number }, _node, ctx) {
      settle(state, reference, ctx.now, { cents, chargedAtNanos: ctx.now })
      return undefined
    },
    refunded(state, { reference }: { reference: string }, _node, ctx) {
      settle(state, reference, ctx.now, { chargedAtNanos: null })
      return undefined
    },
    'room-sold'(state, { reference }: { reference: string }, _node, ctx) {
      settle(state, reference, ctx.now, { hasRoom: true })
      return undefined
    },
    'room-released'(state, { reference }: { reference: string }, _node, ctx) {
      settle(state, reference, ctx.now, { hasRoom: false })
      return undefined
    },
  },
  check(state, ctx) {
    if (ctx.calmNanos < PATIENCE) return null
    for (const [reference, { cents, chargedAtNanos, owedSinceNanos }] of state.owed) {
      if (ctx.now - owedSinceNanos! < PATIENCE) continue
      return {
        says: `${(cents / 100).toFixed(2)} were charged for ${reference} and there is neither a room nor a refund.`,
        operations: [
          `${(chargedAtNanos! / 1e9).toFixed(3)} s: ${reference} was charged ${(cents / 100).toFixed(2)}`,
        ],
        nodes: [],
      }
    }
    return null
  },
})

function settle(state: State, reference: string, now: number, news: Partial<Account>): void {
  const before = state.accounts.get(reference)
  const account = { chargedAtNanos: null, cents: 0, hasRoom: false, owedSinceNanos: null, ...before, ...news }
  const isOwed = account.chargedAtNanos !== null && !account.hasRoom
  account.owedSinceNanos = isOwed ? (account.owedSinceNanos ?? now) : null
  state.accounts.set(reference, account)
  if (isOwed) state.owed.set(reference, account)
  else state.owed.delete(reference)
}
