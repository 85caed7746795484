import { s } from '../../lib/units.ts'
import { defineInvariant } from '../define-invariant.ts'

interface Charge {
  cents: number
  atNanos: number
}
interface State {
  /** Charged, and neither a room nor a refund yet. */
  open: Map<string, Charge>
  rooms: Set<string>
}

/** A booking may take this long from charge to room or refund while nothing is broken. */
const PATIENCE = s(20)

/** Nobody pays for nothing: each charge ends with a room or a refund, once things have been calm for a while. */
export const invariant = defineInvariant<State>({
  name: 'charges-have-rooms',
  title: 'Every charge has a room or a refund',
  doc: 'A charge without a committed reservation is refunded within 20 seconds of calm.',
  start: () => ({ open: new Map(), rooms: new Set() }),
  everyNanos: s(1),
  on: {
    charged(state, { reference, cents }: { reference: string; cents: number }, _node, ctx) {
      if (!state.rooms.delete(reference)) state.open.set(reference, { cents, atNanos: ctx.now })
      return undefined
    },
    refunded(state, { reference }: { reference: string }) {
      state.open.delete(reference)
      return undefined
    },
    'room-sold'(state, { reference }: { reference: string }) {
      if (!state.open.delete(reference)) state.rooms.add(reference)
      return undefined
    },
  },
  check(state, ctx) {
    if (ctx.calmNanos < PATIENCE) return null
    for (const [reference, { cents, atNanos }] of state.open) {
      if (ctx.now - atNanos < PATIENCE) continue
      return {
        says: `${(cents / 100).toFixed(2)} were charged for ${reference} and there is neither a room nor a refund.`,
        operations: [`${(atNanos / 1e9).toFixed(3)} s: ${reference} was charged ${(cents / 100).toFixed(2)}`],
        nodes: [],
      }
    }
    return null
  },
})
