import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Call, Steps } from '../define-service.ts'
import { ROWS_SCAN, type ScanAnswer } from '../shard/protocol.ts'
import type { ScanResult } from './protocol.ts'
import { askForMap } from './rows.ts'
import type { RouterContext, RouterState } from './router-state.ts'

const TRY_AGAIN = ms(20)

/**
 * Scatter and gather: asks all shards at once, and is as slow as the slowest. While rows change hands, answers by another map than the
 * one by which they were asked do not add up to the table: then all are asked again.
 */
export function* scan(state: RouterState, call: Call, ctx: RouterContext): Steps<unknown> {
  for (;;) {
    const version = state.division?.told.map.version
    const calls = askAll(state, call, ctx)
    yield* ctx.all(calls)
    for (const leg of calls) note(state, leg, ctx)
    const failed = calls.find(({ ok }) => !ok)
    const answers = failed === undefined ? calls.map(({ value }) => value as ScanAnswer) : []
    if (answers.length > 0 && answers.every((answer) => answer.version === version)) {
      ctx.observe('scanTime', ctx.now - call.arrivedAt)
      const result: ScanResult = {
        rows: answers.reduce((sum, { rows }) => sum + rows, 0),
        shards: answers.length,
      }
      return result
    }
    askForMap(state, ctx)
    if (ctx.now + TRY_AGAIN >= call.deadline)
      return ctx.fail(call, (failed?.failure ?? 'unavailable') as Failure)
    ctx.count('tries')
    yield* ctx.sleep(TRY_AGAIN)
  }
}

/** Asks nobody as long as some shard has not said where it is: the rest would pass for the whole table. */
function askAll(state: RouterState, call: Call, ctx: RouterContext): Call[] {
  const members = state.division?.now.members ?? []
  ctx.gauge('fanOut', members.length)
  const links = members.map((shard) => state.groups.leaderOf(shard)).filter((link) => link !== null)
  if (links.length < members.length) return []
  for (const shard of members) state.noteAsked(shard)
  return links.map((link) => ctx.start(link, { op: ROWS_SCAN, client: call.client }, state.options))
}

function note(state: RouterState, leg: Call, ctx: RouterContext): void {
  if (leg.ok) ctx.observe('legTime', ctx.now - leg.sentAt)
  else if (leg.failure !== 'queue-full') state.groups.notLeader(leg.link!)
}
