import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'

interface RoomSold {
  room: number
  checkIn: number
  nights: number
  reservation: number
  reference: string
  guest: number
}
type RoomReleased = Omit<RoomSold, 'reference' | 'guest'>

interface State {
  /** Reservations of each night, by `room:night`. */
  nights: Map<string, Map<number, RoomSold & { atNanos: number }>>
  /** What may be sold of every night at present. */
  sellable: number
  /** Nights of which more had been sold when the policy became stricter: those bookings stand. */
  grown: Map<string, number>
  oversold: number
}

const nightsOf = ({ room, checkIn, nights }: RoomReleased): string[] =>
  Array.from({ length: nights }, (_, i) => `${room}:${checkIn + i}`)

/**
 * Per night, no more is sold than there is, plus what the overbooking policy allows. Counted from committed transactions only: what
 * a guest was promised, not what the inventory row says.
 */
export const invariant = defineInvariant<State>({
  name: 'no-double-booking',
  title: 'No night is sold twice',
  doc: 'For every room type and night, the reservations that stand are at most the rooms there are, plus the overbooking policy.',
  start: (ctx) => ({ nights: new Map(), sellable: sellableNow(ctx), grown: new Map(), oversold: 0 }),
  on: {
    'room-sold'(state, sold: RoomSold, _node, ctx): Violation | null {
      noticePolicy(state, ctx)
      let violation: Violation | null = null
      for (const night of nightsOf(sold)) {
        const taken = state.nights.get(night) ?? new Map<number, RoomSold & { atNanos: number }>()
        taken.set(sold.reservation, { ...sold, atNanos: ctx.now })
        state.nights.set(night, taken)
        const most = Math.max(state.sellable, state.grown.get(night) ?? 0)
        if (taken.size <= most) continue
        state.oversold++
        violation ??= describe(night, [...taken.values()], most)
      }
      return violation
    },
    'room-released'(state, released: RoomReleased, _node, ctx) {
      noticePolicy(state, ctx)
      for (const night of nightsOf(released)) state.nights.get(night)?.delete(released.reservation)
      return undefined
    },
  },
  readings: {
    oversold: { title: 'Nights sold too often', unit: 'nights', read: ({ oversold }) => oversold },
  },
})

function sellableNow(ctx: CheckContext): number {
  const { unitsPerRoom, overbookingPercent } = ctx.params(ctx.nodesOf('transactional-database')[0])
  const units = Number(unitsPerRoom)
  return units + Math.floor((units * Number(overbookingPercent)) / 100)
}

function noticePolicy(state: State, ctx: CheckContext): void {
  const sellable = sellableNow(ctx)
  if (sellable === state.sellable) return
  for (const [night, { size }] of state.nights) if (size > sellable) state.grown.set(night, size)
  state.sellable = sellable
}

function describe(night: string, taken: (RoomSold & { atNanos: number })[], sellable: number): Violation {
  const [room, date] = night.split(':')
  const latest = taken.toSorted((a, b) => a.atNanos - b.atNanos).slice(-4)
  return {
    says: `Night ${date} of room type ${room} has ${taken.length} reservations; ${sellable} may be sold.`,
    operations: latest.map(
      ({ atNanos, guest, reservation, checkIn, nights }) =>
        `${(atNanos / 1e9).toFixed(3)} s: guest ${guest} was given nights ${checkIn} to ${checkIn + nights - 1} (reservation ${reservation})`,
    ),
    nodes: [],
  }
}
