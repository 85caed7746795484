import { assert, unreachable } from '../../lib/assert.ts'
import { MvccStore } from './mvcc-store.ts'
import type { Found, IsolationLevel, Outcome, SerializableStrategy, TxnId, Written } from './outcome.ts'
import type { Table } from './table.ts'

/** A row of the programs' table: a number, and a tag that is unique unless it is null. */
export type ProgramRow = { value: number; tag: number | null }

/** One step of a program, on keys 0 to 5. */
export type ProgramStep =
  | { readonly op: 'read' | 'lock' | 'delete' | 'write'; readonly key: number }
  | { readonly op: 'scan'; readonly from: number; readonly to: number }
  | { readonly op: 'add'; readonly key: number; readonly by: number; readonly atLeast: number }
  | { readonly op: 'insert'; readonly key: number; readonly tag: number | null }

export interface CommittedProgram {
  readonly steps: readonly ProgramStep[]
  /** What each step showed the program, as text. */
  readonly observed: readonly string[]
  /** Its place in the order of commits. */
  readonly sequence: number
}

export interface ProgramRun {
  readonly store: MvccStore
  readonly committed: readonly CommittedProgram[]
  readonly final: string
}

interface Running {
  readonly id: TxnId
  readonly steps: readonly ProgramStep[]
  readonly observed: string[]
  blocked: boolean
  over: boolean
}

/** Where every run starts. */
export const INITIAL_ROWS: ReadonlyMap<number, ProgramRow> = new Map([
  [1, { value: 1, tag: 1 }],
  [2, { value: 2, tag: null }],
  [4, { value: 3, tag: null }],
])

/** What a program writes depends on all that it has observed, so that a wrong read shows in the final state too. */
export function valueWritten(observed: readonly string[]): number {
  let sum = 7
  for (const text of observed) for (const unit of text) sum = (sum * 31 + unit.charCodeAt(0)) % 97
  return sum
}

/** One row as text. */
export function rowText(row: ProgramRow | undefined): string {
  return row === undefined ? '-' : `${row.value}/${row.tag}`
}

/**
 * Runs small programs as transactions on a fresh store, one step at a time, by a schedule of turns and then in rotation;
 * `watched`, with an inspection after each step.
 * Paper: Biswas and Enea, "On the complexity of checking transactional consistency" (2019), for testing by histories.
 * Compare: the fixed scripts of `Interleaving`. Cost: that of the steps.
 * Invariant: throws if nobody can go on, for then a deadlock went undetected.
 */
export function runPrograms(
  level: IsolationLevel,
  strategy: SerializableStrategy,
  programs: readonly (readonly ProgramStep[])[],
  schedule: readonly number[],
  watched = false,
): ProgramRun {
  const store = new MvccStore({ serializable: strategy })
  const table = store.createTable<ProgramRow>('rows', { unique: [{ columns: ['tag'] }] })
  for (const [key, row] of INITIAL_ROWS) store.load(table, key, row)
  const running = programs.map((steps): Running => ({
    id: store.begin(level, 0),
    steps,
    observed: [],
    blocked: false,
    over: false,
  }))
  const committed: CommittedProgram[] = []
  const turn = (program: Running) => {
    if (program.over || program.blocked) return
    for (const id of advance(store, table, program, committed)) {
      for (const other of running) if (other.id === id) other.blocked = false
    }
    if (watched) watch(store, table)
  }
  for (const at of schedule) turn(running[at % running.length])
  while (running.some(({ over }) => !over)) {
    const someoneCanGo = running.some(({ over, blocked }) => !over && !blocked)
    assert(someoneCanGo, 'a deadlock is always detected')
    for (const program of running) turn(program)
  }
  return { store, committed, final: finalRows(store, table) }
}

/** Takes one step, or commits after the last. Returned: who may go on. */
function advance(
  store: MvccStore,
  table: Table<ProgramRow>,
  program: Running,
  committed: CommittedProgram[],
): readonly TxnId[] {
  const { id, steps, observed } = program
  if (observed.length === steps.length) {
    const end = store.commit(id)
    program.over = true
    if (end.status === 'ok') committed.push({ steps, observed, sequence: end.sequence })
    return end.wake
  }
  const outcome = perform(store, table, id, steps[observed.length], observed)
  if (outcome.status === 'ok') observed.push(outcome.value)
  program.blocked = outcome.status === 'blocked'
  if (outcome.status !== 'failed') return []
  program.over = true
  return outcome.wake
}

function perform(
  store: MvccStore,
  table: Table<ProgramRow>,
  id: TxnId,
  step: ProgramStep,
  observed: readonly string[],
): Outcome<string> {
  switch (step.op) {
    case 'read':
      return asText(store.read(id, table, step.key), (found) => rowText(found?.row))
    case 'lock':
      return asText(store.selectForUpdate(id, table, step.key), (found) => rowText(found?.row))
    case 'scan':
      return asText(store.scan(id, table, step.from, step.to), rowsText)
    case 'write':
      return asText(store.update(id, table, step.key, { set: { value: valueWritten(observed) } }), affected)
    case 'delete':
      return asText(store.delete(id, table, step.key), affected)
    case 'add': {
      const where = [{ column: 'value', is: '>=', value: step.atLeast }] as const
      return asText(store.update(id, table, step.key, { add: { value: step.by }, where }), affected)
    }
    case 'insert': {
      const row = { value: valueWritten(observed), tag: step.tag }
      return asText(store.insert(id, table, step.key, row), affected)
    }
    default:
      return unreachable(step)
  }
}

/** Looks at all there is to see. */
function watch(store: MvccStore, table: Table): void {
  store.inspect(0)
  for (let key = 0; key <= 5; key++) store.versionsOf(table, key)
}

function asText<Value>(outcome: Outcome<Value>, text: (value: Value) => string): Outcome<string> {
  return outcome.status === 'ok' ? { status: 'ok', value: text(outcome.value) } : outcome
}

function affected(written: Written): string {
  return `${written.affected}`
}

function rowsText(rows: readonly Found<ProgramRow>[]): string {
  return rows.map(({ key, row }) => `${key}:${rowText(row)}`).join()
}

function finalRows(store: MvccStore, table: Table<ProgramRow>): string {
  const id = store.begin('read-committed', 0)
  const outcome = store.scan(id, table, 0, 5)
  store.abort(id)
  assert(outcome.status === 'ok', 'a read at read committed never blocks or fails')
  return rowsText(outcome.value)
}
