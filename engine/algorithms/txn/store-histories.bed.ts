import { assert } from '../../lib/assert.ts'
import { RandomStream } from '../../lib/random.ts'
import type { HistoryEvent, Json } from '../../checks/history/history-event.ts'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel, Outcome, TxnId } from './outcome.ts'
import type { Table } from './table.ts'

type Row = { value: string }
type Step = [f: 'r' | 'append', key: number, value: Json]

interface Client {
  readonly process: number
  txn: TxnId | null
  asked: Step[]
  done: Step[]
  blocked: boolean
  /** The write that waits for a lock: the store wants the very same one again. */
  pending: string | null
}

const KEYS = 4
const CLIENTS = 5
const STEPS = 4

/**
 * Runs clients against a real store, a step of one of them at a time by lot, and records what they see as a history for the
 * model list-append. Appending is reading a row, then writing it with one element more.
 * Paper: Kingsbury and Alvaro, "Elle" (2020), for the workload. Compare: `Interleaving`, by script. Cost: that of the steps.
 * Invariant: each element is appended once.
 */
export class StoreHistory {
  readonly events: HistoryEvent[] = []
  readonly #store: MvccStore
  readonly #table: Table<Row>
  readonly #random: RandomStream
  readonly #clients: Client[]
  #serial = 0
  #left: number

  constructor(
    readonly options: { level: IsolationLevel; seed: number; transactions: number; Store?: typeof MvccStore },
  ) {
    const { Store = MvccStore } = options
    this.#store = new Store({ serializable: 'snapshot-isolation' })
    this.#table = this.#store.createTable<Row>('lists')
    for (let key = 0; key < KEYS; key++) this.#store.load(this.#table, key, { value: '[]' })
    this.#random = new RandomStream(options.seed, 'clients')
    this.#left = options.transactions
    this.#clients = Array.from({ length: CLIENTS }, (_, process) => ({
      process,
      txn: null,
      asked: [],
      done: [],
      blocked: false,
      pending: null,
    }))
    while (this.#left > 0 || this.#clients.some(({ txn }) => txn !== null)) this.#turn()
  }

  #turn(): void {
    const able = this.#clients.filter(({ blocked, txn }) => !blocked && (txn !== null || this.#left > 0))
    assert(able.length > 0, 'of those who wait for each other the store lets one go')
    const client = able[this.#random.below(able.length)]
    if (client.txn === null) this.#begin(client)
    else if (client.done.length < client.asked.length) this.#take(client, client.txn)
    else this.#end(client, this.#store.commit(client.txn))
  }

  #begin(client: Client): void {
    this.#left--
    client.txn = this.#store.begin(this.options.level, 0)
    client.done = []
    client.asked = Array.from({ length: 1 + this.#random.below(STEPS) }, (): Step => {
      const key = this.#random.below(KEYS)
      return this.#random.chance(0.5) ? ['r', key, null] : ['append', key, ++this.#serial]
    })
    this.#tell(client, 'invoke', client.asked)
  }

  #take(client: Client, txn: TxnId): void {
    const [f, key, value] = client.asked[client.done.length]
    if (client.pending !== null) return this.#append(client, txn, key, value as number, client.pending)
    const found = this.#store.read(txn, this.#table, key)
    if (found.status !== 'ok') return this.#stop(client, found)
    const list = JSON.parse(found.value!.row.value) as number[]
    if (f === 'r') client.done.push(['r', key, list])
    else this.#append(client, txn, key, value as number, JSON.stringify([...list, value as number]))
  }

  #append(client: Client, txn: TxnId, key: number, element: number, value: string): void {
    const written = this.#store.write(txn, this.#table, key, { value })
    client.pending = written.status === 'blocked' ? value : null
    if (written.status !== 'ok') return this.#stop(client, written)
    client.done.push(['append', key, element])
  }

  #stop(client: Client, outcome: Exclude<Outcome<unknown>, { status: 'ok' }>): void {
    if (outcome.status === 'blocked') client.blocked = true
    else this.#end(client, outcome)
  }

  #end(client: Client, end: { status: 'ok' | 'failed'; wake: readonly TxnId[] }): void {
    const isDone = end.status === 'ok'
    this.#tell(client, isDone ? 'ok' : 'fail', isDone ? client.done : client.asked)
    client.txn = null
    client.pending = null
    for (const other of this.#clients)
      if (other.txn !== null && end.wake.includes(other.txn)) other.blocked = false
  }

  #tell({ process }: Client, type: HistoryEvent['type'], value: readonly Step[]): void {
    this.events.push({ line: this.events.length + 1, process, type, f: 'txn', value: [...value] })
  }
}
