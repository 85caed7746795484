import { ms } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import type { Done } from '../raft-host/replicated.ts'
import type { ConfigOutcome, RenewReply, RenewRequest } from './protocol.ts'
import type { StoreContext, StoreState } from './store-state.ts'

const MESSAGE_BYTES = 64
/** How long a renewal that was passed on waits for the leader's answer, in election timeouts. */
const PATIENCE = 4

/** A holder says that it lives. Leases are the leader's: another server passes that on to it, and its answer back. */
export function renew(state: StoreState, call: Call, lease: number, ctx: StoreContext): void {
  const { id: callId } = call
  const done: Done<ConfigOutcome> = (outcome, failure) => {
    if (!call.owing || call.id !== callId) return
    if (failure === null) ctx.reply(call, outcome)
    else ctx.fail(call, failure)
  }
  if (state.raft.leads) return renewHere(state, lease, done, ctx)
  const { raft, place } = state.raft
  const link = place.linkTo[raft.leader]
  if (!link) return done(null, 'not-leader')
  const id = ctx.node.incarnation * 1e9 + ++state.renewals
  state.passedOn.add(id, ctx.monotonic + ms(ctx.params.electionMs) * PATIENCE, done)
  ctx.send(link, { type: 'renew', id, lease } satisfies RenewRequest, MESSAGE_BYTES)
}

/** Another server passes a renewal on; the answer goes back over `link`. */
export function renewFor(
  state: StoreState,
  { id, lease }: RenewRequest,
  from: number,
  ctx: StoreContext,
): void {
  const { place } = state.raft
  const done: Done<ConfigOutcome> = (outcome, failure) => {
    const reply: RenewReply = { type: 'renewed', id, outcome, failure }
    const link = place.linkTo[from]
    if (link !== undefined) ctx.send(link, reply, MESSAGE_BYTES)
  }
  renewHere(state, lease, done, ctx)
}

/** Only the leader knows when leases end, and it must still lead: a deposed one would renew what another lets end. */
function renewHere(state: StoreState, lease: number, done: Done<ConfigOutcome>, ctx: StoreContext): void {
  if (!state.raft.leads) return done(null, 'not-leader')
  state.raft.read((_, failure) => {
    if (failure !== null || !state.raft.leads) return done(null, failure ?? 'not-leader')
    const { map } = state.machine
    const known = state.ending.has(lease) ? undefined : map.leases.get(lease)
    done({ revision: map.revision, succeeded: state.leases.renew(known, ctx.monotonic) }, null)
  })
}
