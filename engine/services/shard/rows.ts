import type { Key, Value } from '../../algorithms/replication/replica.ts'
import type { Call } from '../define-service.ts'
import { answerBatch, perform } from './perform.ts'
import type { AccountStep, ScanAnswer } from './protocol.ts'
import { accountOf, accountRow, contentOf, plainRow } from './row.ts'
import type { Batch, ShardContext, ShardState } from './shard-state.ts'

/** The fact `row-served`: a shard has answered for a row as its owner. */
export interface RowServed {
  key: number
  shard: number
  write: boolean
  /** Of the map by which it took itself for the owner. */
  mapVersion: number
  atNanos: number
}

/** Reads one row: its content, the balance of an account, null where nothing is. */
export function readRow(state: ShardState, call: Call, ctx: ShardContext): void {
  if (isRefused(state, call, false, ctx)) return
  ctx.count('reads')
  const row = state.machine.values.get(call.key)?.value ?? null
  ctx.reply(
    call,
    typeof row === 'string' ? accountOf(row).balance : row === null ? null : contentOf(row as number),
  )
}

/** Writes one row and answers with it as it is stored. */
export function writeRow(state: ShardState, call: Call, ctx: ShardContext): void {
  if (isRefused(state, call, true, ctx)) return
  ctx.count('writes')
  const row = plainRow(++state.clock, call.body as number)
  propose(state, call.key, row, single(call, row), ctx)
}

/** Changes a balance once for each step, however often it is asked; never below zero, and never that of a closed account. */
export function stepAccount(state: ShardState, call: Call, ctx: ShardContext): void {
  if (isRefused(state, call, true, ctx)) return
  const { id, amount } = call.body as AccountStep
  const row = state.newest(call.key)
  if (typeof row !== 'string') return ctx.fail(call, 'step-refused')
  const { balance, steps } = accountOf(row)
  const done = steps.includes(id)
  if (!done && (balance + amount < 0 || (amount > 0 && isClosed(call.key) && !id.endsWith('undo'))))
    return ctx.fail(call, 'step-refused')
  ctx.count('writes')
  // A step done before is written again all the same: the answer must not come before it is surely kept.
  const next = done
    ? { version: ++state.clock, balance, steps }
    : { version: ++state.clock, balance: balance + amount, steps: [...steps, id] }
  const stored = accountRow(next)
  propose(state, call.key, stored, single(call, stored), ctx)
}

/** How many rows it owns: all that it holds, unless some are moving or have not been cleared away yet. */
export function scanRows(state: ShardState, call: Call, ctx: ShardContext): void {
  ctx.count('scans')
  const { map, phase } = state.division.told
  const clean = state.cleanVersion === map.version && phase === 'steady'
  const rows = clean ? state.rowsHeld : state.rowsOwned()
  if (rows === state.rowsHeld && phase === 'steady') state.cleanVersion = map.version
  const answer: ScanAnswer = { version: map.version, rows }
  ctx.reply(call, answer)
}

/** Accounts that take no money: a transfer to them is undone. */
export const isClosed = (key: number): boolean => key % 9 === 4

/** Puts a value into the log; `batch` is answered when it is acknowledged. */
export function propose(state: ShardState, key: Key, value: Value, batch: Batch, ctx: ShardContext): void {
  const request = ++state.requests
  state.pending.set(request, { key: typeof key === 'number' ? key : -1, batch })
  if (typeof key === 'number') state.ahead.set(key, { value, request })
  perform(state, state.machine.propose(ctx.monotonic, request, { type: 'write', key, value }), ctx)
}

export const single = (call: Call, value: unknown): Batch => batchOf(call, value, 1)

export const batchOf = (call: Call, value: unknown, left: number): Batch => {
  return { call, callId: call.id, value, left, failed: false }
}

/** Proposes several writes for one call. */
export function proposeAll(
  state: ShardState,
  writes: readonly (readonly [Key, Value])[],
  batch: Batch,
  ctx: ShardContext,
): void {
  if (writes.length === 0) return answerBatch(batch, ctx)
  for (const [key, value] of writes) propose(state, key, value, batch, ctx)
}

/** Fails a call for a row that belongs to another shard, or that must not be written now; true if it did. */
function isRefused(state: ShardState, call: Call, write: boolean, ctx: ShardContext): boolean {
  const { key } = call
  const { division, shard } = state
  if (ctx.params.checksOwner && !state.owns(key)) {
    ctx.count('refused')
    ctx.fail(call, 'wrong-shard')
    return true
  }
  if (write && division.told.phase === 'frozen' && division.heirOf(key, shard) >= 0) {
    ctx.count('frozen')
    ctx.fail(call, 'resharding')
    return true
  }
  if (ctx.wants('row-served')) {
    const mapVersion = division.told.map.version
    const fact: RowServed = { key, shard, write, mapVersion, atNanos: ctx.now }
    ctx.fact('row-served', fact)
  }
  return false
}
