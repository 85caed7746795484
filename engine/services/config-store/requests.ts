import type { ConfigValue, RevisionCommand } from '../../algorithms/storage/revisions/revision-command.ts'
import type { Failure } from '../../schema/failures.ts'
import { ms } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import { flagOf, type ConfigReading, type ConfigRequest } from './protocol.ts'
import { renew } from './renewing.ts'
import type { StoreContext, StoreState } from './store-state.ts'

/** A command of a few keys, with what stands around it. */
const COMMAND_BYTES = 160

/** How long a request waits at a server that has just started for it to hear of a leader, in election timeouts. */
const EARLY_PATIENCE = 4

/** A request's turn has come. Until it first hears of a leader a server that has started lets everybody wait, as etcd's does. */
export function ask(state: StoreState, call: Call, ctx: StoreContext): void {
  state.hasHeardOfLeader ||= state.raft.leader !== null || !state.raft.takesPart
  const patience = ms(ctx.params.electionMs) * EARLY_PATIENCE
  if (!state.hasHeardOfLeader)
    return void state.early.push({ call, id: call.id, until: ctx.monotonic + patience })
  const request = requestOf(call)
  if (request.what === 'get') return read(state, call, request.key, ctx)
  if (request.what === 'renew') return renew(state, call, request.lease, ctx)
  const { id } = call
  const command = commandOf(request, ctx.params.exactlyOnce ? call.requestId : 0, ctx)
  state.raft.submit(command, COMMAND_BYTES, (result, failure) => {
    if (!call.owing || call.id !== id) return
    if (failure !== null) return ctx.fail(call, failure)
    ctx.count('writes')
    if (command.type === 'transact' && command.when.length > 0)
      ctx.count(result!.succeeded ? 'exchanged' : 'refusedTransactions')
    ctx.reply(call, result)
  })
}

/** Asks for those who came too early and still wait; when there is no leader for long, they are told. */
export function askEarly(state: StoreState, ctx: StoreContext): void {
  const { early } = state
  const due =
    state.raft.leader !== null ? early.length : early.filter(({ until }) => until <= ctx.monotonic).length
  for (const { call, id } of early.splice(0, due)) {
    if (!call.owing || call.id !== id) continue
    if (state.raft.leader === null) ctx.fail(call, 'not-leader')
    else ask(state, call, ctx)
  }
}

function read(state: StoreState, call: Call, key: string, ctx: StoreContext): void {
  const { id } = call
  const from = ctx.now
  const answer = (_: null, failure: Failure | null): void => {
    if (!call.owing || call.id !== id) return
    if (failure !== null) return ctx.fail(call, failure)
    ctx.count('reads')
    ctx.observe('readTime', ctx.now - from)
    ctx.reply(call, reading(state, key))
  }
  if (ctx.params.reads === 'local') answer(null, null)
  else state.raft.read(answer)
}

function reading({ machine: { map } }: StoreState, key: string): ConfigReading {
  const { value = null, changed = 0, created = 0 } = map.get(key) ?? {}
  return { value, changed, created, revision: map.revision }
}

/** What clients say of numbered flags, in the words of other services. */
function requestOf({ op, key, body }: Call): ConfigRequest {
  const flag = flagOf(key)
  if (op === 'config') return body as ConfigRequest
  if (op === 'get' || op === 'read') return { what: 'get', key: flag }
  if (op === 'put' || op === 'write')
    return { what: 'transact', when: [], puts: [{ key: flag, value: body as ConfigValue }] }
  const [from, to] = body as readonly [ConfigValue | null, ConfigValue]
  return {
    what: 'transact',
    when: [{ key: flag, of: 'value', is: from }],
    puts: [{ key: flag, value: to }],
  }
}

function commandOf(
  request: Exclude<ConfigRequest, { what: 'get' | 'renew' }>,
  serves: number,
  ctx: StoreContext,
): RevisionCommand {
  if (request.what === 'grant') return { type: 'grant', lease: request.lease, ttlNanos: ms(request.ttlMs) }
  if (request.what !== 'transact') return { type: 'revoke', lease: request.lease, askedAt: ctx.now }
  const { when, puts, otherwise = [] } = request
  return { type: 'transact', when, puts, otherwise, request: serves, askedAt: ctx.now }
}
