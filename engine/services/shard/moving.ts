import type { Value } from '../../algorithms/replication/replica.ts'
import type { Call } from '../define-service.ts'
import { Division } from './division.ts'
import {
  MAP_KEY,
  type Resharding,
  type RowsIn,
  type RowsOut,
  type RowsWanted,
  type StoredRow,
} from './protocol.ts'
import { versionOf } from './row.ts'
import { batchOf, propose, proposeAll, single } from './rows.ts'
import type { ShardContext, ShardState, Stored } from './shard-state.ts'

/**
 * Takes up who owns what from now on. It counts from its place in the log: what is written after it obeys it, and it is acknowledged
 * only after all that was written before.
 */
export function adoptMap(state: ShardState, call: Call, ctx: ShardContext): void {
  const told = call.body as Resharding
  const news = new Division(told)
  // A command that was overtaken by a later one does no harm.
  if (state.division.isNewerThan(news)) return ctx.reply(call)
  state.divide(told)
  const stored: Stored = { ...told, copiedSince: state.copiedSince }
  propose(state, MAP_KEY, JSON.stringify(stored), single(call, null), ctx)
}

/** Copies out rows that will belong to others, in the order of their keys. */
export function rowsOut(state: ShardState, call: Call, ctx: ShardContext): void {
  const { after, limit, changedOnly } = call.body as RowsWanted
  const keys = state.leaving()
  const { values } = state.machine
  const rows: StoredRow[] = []
  let at = firstAfter(keys, after)
  for (; at < keys.length && rows.length < limit; at++) {
    const value = values.get(keys[at])?.value ?? null
    if (value === null || (changedOnly && versionOf(value) <= state.copiedSince)) continue
    rows.push([keys[at], value])
  }
  ctx.count('rowsOut', rows.length)
  const answer: RowsOut = { rows, done: at === keys.length, leaving: keys.length }
  ctx.reply(call, answer)
}

/** Keeps rows that will belong to it, or have just come to, unless it has newer ones. */
export function rowsIn(state: ShardState, call: Call, ctx: ShardContext): void {
  const { version, rows } = call.body as RowsIn
  const { map, next } = state.division.told
  // What comes from a move that is over must not bring rows back that were given away since.
  if (version !== next?.version && version !== map.version) return ctx.fail(call, 'wrong-shard')
  const writes: (readonly [number, Value])[] = []
  for (const [key, value] of rows) {
    if (!state.replaces(value, state.newest(key) ?? undefined)) continue
    state.clock = Math.max(state.clock, versionOf(value))
    writes.push([key, value])
  }
  ctx.count('rowsIn', writes.length)
  proposeAll(state, writes, batchOf(call, null, writes.length), ctx)
}

/** Forgets rows that belong to others, some at a time; answers how many it found. */
export function purgeRows(state: ShardState, call: Call, ctx: ShardContext): void {
  const { phase, map } = state.division.told
  if (phase !== 'steady') return ctx.reply(call, 0)
  const writes: (readonly [number, null])[] = []
  for (const [key, { value }] of state.machine.values) {
    if (typeof key !== 'number' || value === null || state.owns(key)) continue
    writes.push([key, null])
    if (writes.length === (call.body as number)) break
  }
  if (writes.length === 0) state.cleanVersion = map.version
  proposeAll(state, writes, batchOf(call, writes.length, writes.length), ctx)
}

/** Where keys above `after` begin. */
function firstAfter(keys: readonly number[], after: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle] <= after) low = middle + 1
    else high = middle
  }
  return low
}
