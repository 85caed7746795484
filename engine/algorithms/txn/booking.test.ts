import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel, Outcome, SerializableStrategy, TxnId } from './outcome.ts'

type Night = { available: number }
type Reservation = { user: number }
/** The room's three nights are keys of `nights`; the source's flow, from SELECT to COMMIT. */
const NIGHTS = [15, 16, 17]

type Style = 'read, then write' | 'select for update' | 'conditional update'

/** One guest's booking, step by step; a step that was blocked is taken again, the same. */
class Guest {
  readonly txn: TxnId
  step = 0
  blocked = false
  result: 'open' | 'booked' | 'full' | 'failed' = 'open'
  readonly #seen: number[] = []

  constructor(txn: TxnId) {
    this.txn = txn
  }

  /** Takes the next step. Returned: who may go on. */
  take(hotel: Hotel, style: Style): readonly TxnId[] {
    const { store } = hotel
    if (this.step === NIGHTS.length * 2 + 1) {
      const end = store.commit(this.txn)
      this.result = end.status === 'ok' ? 'booked' : 'failed'
      return end.wake
    }
    const outcome = this.#statement(hotel, style)
    this.blocked = outcome.status === 'blocked'
    if (outcome.status === 'failed') this.result = 'failed'
    if (outcome.status === 'failed') return outcome.wake
    if (outcome.status === 'blocked') return []
    this.step++
    if (outcome.value) return []
    this.result = 'full'
    return store.abort(this.txn).wake
  }

  /** Its value says whether there still is a room. */
  #statement({ store, nights, reservations }: Hotel, style: Style): Outcome<boolean> {
    const night = NIGHTS[this.step % NIGHTS.length]
    if (this.step === NIGHTS.length * 2) {
      const inserted = store.insert(this.txn, reservations, this.txn, { user: this.txn })
      return inserted.status === 'ok' ? { status: 'ok', value: true } : inserted
    }
    if (this.step < NIGHTS.length && style === 'conditional update') return { status: 'ok', value: true }
    if (this.step < NIGHTS.length) {
      const { txn } = this
      const locks = style === 'select for update'
      const found = locks ? store.selectForUpdate(txn, nights, night) : store.read(txn, nights, night)
      if (found.status !== 'ok') return found
      this.#seen.push(found.value?.row.available ?? 0)
      return { status: 'ok', value: (found.value?.row.available ?? 0) > 0 }
    }
    const seen = this.#seen[this.step - NIGHTS.length]
    const written =
      style === 'conditional update'
        ? store.update(this.txn, nights, night, {
            add: { available: -1 },
            where: [{ column: 'available', is: '>', value: 0 }],
          })
        : store.write(this.txn, nights, night, { available: seen - 1 })
    return written.status === 'ok' ? { status: 'ok', value: written.value.affected === 1 } : written
  }
}

function openHotel(strategy: SerializableStrategy, rooms: number) {
  const store = new MvccStore({ serializable: strategy })
  const nights = store.createTable<Night>('nights', {
    checks: [{ column: 'available', is: '>=', value: 0 }],
  })
  const reservations = store.createTable<Reservation>('reservations')
  for (const night of NIGHTS) store.load(nights, night, { available: rooms })
  return { store, nights, reservations }
}
type Hotel = ReturnType<typeof openHotel>

/** A hundred guests at once, each a step in turn; nobody tries again. Returned: how many were booked. */
function rush(level: IsolationLevel, style: Style, strategy: SerializableStrategy = 'snapshot-isolation') {
  const hotel = openHotel(strategy, 5)
  const guests = Array.from({ length: 100 }, () => new Guest(hotel.store.begin(level, 0)))
  const isOpen = (guest: Guest) => guest.result === 'open'
  while (guests.some(isOpen)) {
    expect(guests.some((guest) => isOpen(guest) && !guest.blocked)).toBe(true)
    for (const guest of guests) {
      if (!isOpen(guest) || guest.blocked) continue
      const woken = new Set(guest.take(hotel, style))
      for (const other of guests) if (woken.has(other.txn)) other.blocked = false
    }
  }
  return guests.filter(({ result }) => result === 'booked').length
}

describe('a hundred guests for five rooms', () => {
  it('are all booked at read committed by those who read and then write', () => {
    expect(rush('read-committed', 'read, then write')).toBe(100)
  })

  it.each(['select for update', 'conditional update'] as const)(
    'fill the five rooms and no more at read committed by %s',
    (style) => {
      expect(rush('read-committed', style)).toBe(5)
    },
  )

  it.each([
    ['snapshot', 'snapshot-isolation'],
    ['serializable', 'snapshot-isolation'],
    ['serializable', 'two-phase-locking'],
  ] as const)('never overfill them at %s by %s, though some have to try again', (level, strategy) => {
    for (const style of ['read, then write', 'select for update', 'conditional update'] as const) {
      const booked = rush(level, style, strategy)
      expect(booked).toBeGreaterThan(0)
      expect(booked).toBeLessThanOrEqual(5)
    }
  })
})
