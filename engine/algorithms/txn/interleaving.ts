import { MvccStore } from './mvcc-store.ts'
import type { FailureReason, IsolationLevel, Outcome, SerializableStrategy, TxnId } from './outcome.ts'
import type { Condition, RowKey } from './row.ts'
import { stepText } from './script.ts'
import type { ScriptStep } from './script.ts'
import type { Table } from './table.ts'

/** What a step came to, in the order in which it happened. */
export interface LogLine {
  readonly by: string
  readonly step: string
  readonly result: string
}

export interface Played {
  /** What each kept read saw: a scan's values in key order; empty when there was no row, or it was never reached. */
  readonly seen: Readonly<Record<string, readonly number[]>>
  readonly committed: readonly string[]
  readonly failures: readonly { readonly by: string; readonly reason: FailureReason }[]
  /** Whether any transaction had to wait. */
  readonly waited: boolean
  readonly final: ReadonlyMap<RowKey, number>
  readonly log: readonly LogLine[]
}

interface Actor {
  readonly name: string
  readonly id: TxnId
  /** Steps whose turn came while the actor was blocked, the blocked one first. */
  readonly pending: ScriptStep[]
  blocked: boolean
  over: boolean
}

/**
 * Plays a script of interleaved transactions on a fresh store. A blocked transaction's later steps wait with it, and are
 * taken as soon as it is woken; those of one that failed are left out.
 * Paper: Adya, "Weak consistency" (1999), for histories. Compare: random schedules. Cost: that of the steps.
 * Invariant: the steps of one transaction are taken in the script's order.
 */
export class Interleaving {
  readonly #store: MvccStore
  readonly #table: Table<number>
  readonly #actors = new Map<string, Actor>()
  readonly #seen: Record<string, readonly number[]> = {}
  readonly #committed: string[] = []
  readonly #failures: { by: string; reason: FailureReason }[] = []
  readonly #log: LogLine[] = []
  #waited = false

  constructor(options: {
    readonly rows: readonly (readonly [RowKey, number])[]
    readonly level: IsolationLevel
    readonly strategy: SerializableStrategy
    readonly steps: readonly ScriptStep[]
  }) {
    this.#store = new MvccStore({ serializable: options.strategy })
    this.#table = this.#store.createTable<number>('rows')
    for (const [key, value] of options.rows) this.#store.load(this.#table, key, value)
    for (const { by } of options.steps) {
      if (this.#actors.has(by)) continue
      const id = this.#store.begin(options.level, 0)
      this.#actors.set(by, { name: by, id, pending: [], blocked: false, over: false })
    }
    for (const step of options.steps) {
      const actor = this.#actors.get(step.by)
      if (actor === undefined) continue
      actor.pending.push(step)
      this.#proceed(actor)
    }
  }

  played(): Played {
    return {
      seen: this.#seen,
      committed: this.#committed,
      failures: this.#failures,
      waited: this.#waited,
      final: this.#finalRows(),
      log: this.#log,
    }
  }

  #proceed(actor: Actor): void {
    while (!actor.blocked && !actor.over && actor.pending.length > 0) {
      const step = actor.pending[0]
      const wake = step.does === 'commit' || step.does === 'abort' ? this.#end(actor, step) : []
      if (!actor.over) wake.push(...this.#take(actor, step))
      if (!actor.blocked) actor.pending.shift()
      this.#wake(wake)
    }
  }

  #wake(ids: readonly TxnId[]): void {
    for (const actor of this.#actors.values()) {
      if (!ids.includes(actor.id)) continue
      actor.blocked = false
      this.#proceed(actor)
    }
  }

  #end(actor: Actor, step: ScriptStep): TxnId[] {
    actor.over = true
    if (step.does === 'abort') {
      this.#note(actor, step, 'rolled back')
      return [...this.#store.abort(actor.id).wake]
    }
    const outcome = this.#store.commit(actor.id)
    if (outcome.status === 'ok') this.#committed.push(actor.name)
    else this.#failures.push({ by: actor.name, reason: outcome.reason })
    this.#note(actor, step, outcome.status === 'ok' ? 'committed' : outcome.reason)
    return [...outcome.wake]
  }

  #take(actor: Actor, step: ScriptStep): readonly TxnId[] {
    const outcome = this.#call(actor.id, step)
    if (outcome.status === 'blocked') {
      actor.blocked = true
      this.#waited = true
      this.#note(actor, step, 'waits')
      return []
    }
    if (outcome.status === 'failed') {
      actor.over = true
      this.#failures.push({ by: actor.name, reason: outcome.reason })
      this.#note(actor, step, outcome.reason)
      return outcome.wake
    }
    if ('as' in step) this.#seen[step.as] = outcome.value
    this.#note(actor, step, 'as' in step ? `sees ${outcome.value.join(', ') || 'nothing'}` : 'done')
    return []
  }

  #call(id: TxnId, step: ScriptStep): Outcome<readonly number[]> {
    const store = this.#store
    const table = this.#table
    switch (step.does) {
      case 'read':
        return map(store.read(id, table, step.key), (found) => (found === undefined ? [] : [found.row]))
      case 'scan':
        return map(store.scan(id, table, step.from, step.to, matching(step.above)), (rows) =>
          rows.map(({ row }) => row),
        )
      case 'write':
        return map(store.write(id, table, step.key, step.value), () => [])
      case 'insert':
        return map(store.insert(id, table, step.key, step.value), () => [])
      case 'add':
        return map(store.update(id, table, step.key, { add: { value: step.value } }), () => [])
      case 'delete':
        return map(store.delete(id, table, step.key), () => [])
      default:
        return { status: 'ok', value: [] }
    }
  }

  #note(actor: Actor, step: ScriptStep, result: string): void {
    this.#log.push({ by: actor.name, step: stepText(step), result })
  }

  #finalRows(): ReadonlyMap<RowKey, number> {
    const rows = new Map<RowKey, number>()
    const id = this.#store.begin('read-committed', 0)
    const outcome = this.#store.scan(id, this.#table, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    this.#store.abort(id)
    if (outcome.status === 'ok') for (const { key, row } of outcome.value) rows.set(key, row)
    return rows
  }
}

/** What rows have to meet; a row that is a number has one column, of any name. */
const matching = (above: number | null): readonly Condition[] =>
  above === null ? [] : [{ column: 'value', is: '>', value: above }]

function map<From, To>(outcome: Outcome<From>, to: (value: From) => To): Outcome<To> {
  return outcome.status === 'ok' ? { status: 'ok', value: to(outcome.value) } : outcome
}
