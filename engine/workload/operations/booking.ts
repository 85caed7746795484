import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** So many nights ahead guests book, and how long they stay at the most; a stay of three nights is the mean. */
const HORIZON_NIGHTS = 50
const STAY_NIGHTS = [1, 2, 3, 3, 4, 5]
/** Share of the wishes that are neither searches nor bookings: guests who change their minds. */
const CANCEL_SHARE = 0.1
const REMEMBERED = 500

/** A booking that its guest may give back. */
interface Booked {
  reservation: number
  reference: string
  cents: number
  client: number
}

/** Guests who look for rooms, book them, and sometimes cancel. `readShare` of the wishes are searches. */
class Booking implements OperationSource {
  readonly #tools: OperationTools
  readonly #booked: Booked[] = []

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { readShare } = this.#tools.params()
    operation.sizeBytes = 500
    operation.key = keys.next()
    const searches = random.uniform() < (readShare as number)
    if (!searches && this.#booked.length > 0 && random.uniform() < CANCEL_SHARE)
      return this.#cancel(operation)
    const nights = STAY_NIGHTS[random.below(STAY_NIGHTS.length)]
    operation.op = searches ? 'search' : 'book'
    operation.body = { room: operation.key, checkIn: random.below(HORIZON_NIGHTS), nights }
  }

  answered({ op, client }: Readonly<Pick<Operation, 'op' | 'client'>>, ok: boolean, value: unknown): void {
    if (op !== 'book' || !ok) return
    // Whoever is no hotel answers a booking with something else, or nothing.
    const { outcome, ...booking } = (value ?? {}) as Omit<Booked, 'client'> & { outcome?: string }
    if (outcome !== 'booked') return
    this.#booked.push({ ...booking, client })
    if (this.#booked.length > REMEMBERED) this.#booked.shift()
  }

  #cancel(operation: Operation): void {
    const { random } = this.#tools
    const [{ client, ...booking }] = this.#booked.splice(random.below(this.#booked.length), 1)
    operation.op = 'cancel'
    operation.client = client
    operation.body = booking
  }
}

export const operations: OperationSpec = {
  name: 'booking',
  title: 'searches, bookings and cancellations of rooms',
  asks: ['search', 'book', 'cancel'],
  make: (tools) => new Booking(tools),
}
