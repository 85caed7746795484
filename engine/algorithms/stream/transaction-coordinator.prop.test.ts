import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, type Nanos } from '../../lib/units.ts'
import {
  TransactionCoordinator,
  type TransactionError,
  type TransactionIdentity,
  type TransactionState,
} from './transaction-coordinator.ts'

const TIMEOUT_NANOS = ms(200)
const NAMES = ['a', 'b']

/** What is to be known of one name: whose turn it is, what is open, and what was decided and not yet carried out. */
interface Book {
  readonly producerId: number
  epoch: number
  open: { readonly since: Nanos; readonly partitions: Set<number> } | null
  deciding: boolean | null
  /** The last outcome that was carried out; null when a new producer has begun since. */
  last: boolean | null
}

/** The rules of KIP-98, KIP-588 and KIP-890, told once more by whether something is open, decided, or over. */
class NaiveCoordinator {
  readonly books = new Map<string, Book>()

  init(name: string, producerId: number): TransactionError | null {
    const book = this.books.get(name)
    if (book === undefined) {
      this.books.set(name, { producerId, epoch: 0, open: null, deciding: null, last: null })
      return null
    }
    if (book.deciding !== null) return 'concurrent-transactions'
    if (book.open !== null) {
      this.#decide(book, false)
      return 'concurrent-transactions'
    }
    book.epoch++
    book.last = null
    return null
  }

  add(now: Nanos, who: TransactionIdentity, partitions: readonly number[]): TransactionError | null {
    const book = this.books.get(who.transactionalId)
    if (book === undefined || !isTurnOf(book, who)) return 'fenced'
    if (book.deciding !== null) return 'concurrent-transactions'
    book.open ??= { since: now, partitions: new Set() }
    for (const partition of partitions) book.open.partitions.add(partition)
    return null
  }

  end(who: TransactionIdentity, commit: boolean): TransactionError | null {
    const book = this.books.get(who.transactionalId)
    if (book === undefined) return 'fenced'
    const outcome = book.open === null ? (book.deciding ?? book.last) : null
    if (outcome === commit && who.producerId === book.producerId && who.epoch === book.epoch - 1) return null
    if (!isTurnOf(book, who)) return 'fenced'
    if (book.open === null) return 'invalid-state'
    this.#decide(book, commit)
    return null
  }

  complete(name: string): boolean | null {
    const book = this.books.get(name)
    if (book === undefined || book.deciding === null) return null
    const { deciding } = book
    Object.assign(book, { last: deciding, deciding: null, open: null })
    return deciding
  }

  expire(now: Nanos): string[] {
    const old = [...this.books].filter(([, { open }]) => open !== null && now - open.since > TIMEOUT_NANOS)
    for (const [, book] of old) this.#decide(book, false)
    return old.map(([name]) => name)
  }

  #decide(book: Book, commit: boolean): void {
    book.deciding = commit
    book.open = null
    book.epoch++
  }
}
const isTurnOf = ({ producerId, epoch }: Book, who: TransactionIdentity): boolean =>
  producerId === who.producerId && epoch === who.epoch

const step = fc.record({
  waitNanos: fc.nat(ms(60)),
  what: fc.constantFrom('init', 'add', 'add', 'add', 'end', 'end', 'complete', 'expire', 'fail-over'),
  name: fc.constantFrom(...NAMES),
  /** How far behind the present epoch the one who asks is. */
  behind: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, -1),
  otherProducer: fc.constantFrom(false, false, false, false, true),
  partitions: fc.array(fc.nat(5), { maxLength: 3 }),
  commit: fc.boolean(),
})
const steps = fc.array(step, { minLength: 10, maxLength: 100 })

/** A coordinator whose every step is written down, so that another can take over; and the outcomes there were. */
class Log {
  coordinator = new TransactionCoordinator({ fencing: true })
  readonly written: TransactionState[] = []
  /** By name and the epoch in which the transaction ran. */
  readonly outcomes = new Map<string, boolean>()

  write(state: TransactionState | null): void {
    if (state === null) return
    const before = this.written.findLast(({ transactionalId }) => transactionalId === state.transactionalId)
    this.written.push(state)
    expect(state.epoch).toBeGreaterThanOrEqual(before?.epoch ?? 0)
    if (!state.phase.startsWith('prepare') && !state.phase.startsWith('complete')) return
    const transaction = `${state.transactionalId} ${state.epoch}`
    const isCommit = state.phase.endsWith('commit')
    expect(this.outcomes.get(transaction) ?? isCommit).toBe(isCommit)
    this.outcomes.set(transaction, isCommit)
  }

  failOver(): void {
    this.coordinator = new TransactionCoordinator({ fencing: true })
    for (const state of this.written) this.coordinator.restore(state)
  }
}

test('answers as the rules have it, whoever asks: fenced when its turn is over, decided once, carried out once (KIP-98, KIP-588, KIP-890)', () => {
  fc.assert(
    fc.property(steps, (all) => {
      let [now, ids] = [0, 0]
      const [log, naive] = [new Log(), new NaiveCoordinator()]
      for (const { waitNanos, what, name, behind, otherProducer, partitions, commit } of all) {
        now += waitNanos
        const { coordinator } = log
        const book = naive.books.get(name)
        const producerId = (book?.producerId ?? 0) + (otherProducer ? 1 : 0)
        const who = { transactionalId: name, producerId, epoch: (book?.epoch ?? 0) - behind }
        const owed = [...(book?.open?.partitions ?? [])]
        if (what === 'fail-over') log.failOver()
        else if (what === 'complete') {
          const done = coordinator.complete(name)
          const outcome = naive.complete(name)
          expect(done?.phase ?? null).toBe(
            outcome === null ? null : `complete-${outcome ? 'commit' : 'abort'}`,
          )
          log.write(done)
        } else if (what === 'expire') {
          const aborted = coordinator.expire(now)
          expect(aborted.map(({ transactionalId }) => transactionalId)).toEqual(naive.expire(now))
          for (const state of aborted) log.write(state)
        } else {
          const [step, error] =
            what === 'init'
              ? [coordinator.init(now, name, ids, TIMEOUT_NANOS), naive.init(name, ids++)]
              : what === 'add'
                ? [coordinator.add(now, who, partitions), naive.add(now, who, partitions)]
                : [coordinator.end(who, commit), naive.end(who, commit)]
          expect(step.error).toBe(error)
          log.write(step.state)
          // A decision names every partition that was written to: each gets its marker.
          if (what === 'end' && (book?.deciding ?? null) !== null && owed.length > 0)
            expect(step.state?.partitions ?? owed).toEqual(owed)
        }
        compare(log.coordinator, naive)
      }
    }),
    { numRuns: 300 },
  )
})

function compare(coordinator: TransactionCoordinator, { books }: NaiveCoordinator): void {
  const told = new Map(coordinator.inspect().map((state) => [state.transactionalId, state]))
  expect(told.size).toBe(books.size)
  for (const [name, { epoch, open, deciding, last }] of books) {
    const outcome = (of: boolean) => (of ? 'commit' : 'abort')
    const over = last === null ? 'empty' : `complete-${outcome(last)}`
    const decided = deciding === null ? over : `prepare-${outcome(deciding)}`
    expect(told.get(name)).toMatchObject({ epoch, phase: open === null ? decided : 'ongoing' })
    if (open !== null) expect(told.get(name)!.partitions).toEqual([...open.partitions])
  }
  const ending = coordinator.ending().map(({ transactionalId }) => transactionalId)
  expect(ending).toEqual([...books].filter(([, { deciding }]) => deciding !== null).map(([name]) => name))
}
