import { ms, s } from '../../lib/units.ts'
import type { StoreContext, StoreState } from './store-state.ts'

const COMMAND_BYTES = 48

/** What a leader does without being asked: ends leases whose time is over, and compacts old revisions. */
export function keepHouse(state: StoreState, ctx: StoreContext): void {
  measure(state, ctx)
  if (!state.raft.leads) {
    state.leasesOfTerm = 0
    return
  }
  if (state.leasesOfTerm !== state.raft.raft.term) beginLeases(state, ctx)
  endLeases(state, ctx)
  compact(state, ctx)
}

function beginLeases(state: StoreState, ctx: StoreContext): void {
  state.leasesOfTerm = state.raft.raft.term
  state.ending.clear()
  state.leases.begin(state.machine.map.leases.values(), ctx.monotonic)
}

function endLeases(state: StoreState, ctx: StoreContext): void {
  for (const lease of state.leases.ended(state.machine.map.leases, ctx.monotonic)) {
    if (state.ending.has(lease)) continue
    state.ending.add(lease)
    const command = { type: 'revoke', lease, askedAt: ctx.now } as const
    state.raft.propose(command, COMMAND_BYTES, (result) => {
      state.ending.delete(lease)
      if (result?.succeeded) ctx.count('leasesEnded')
    })
  }
}

function compact(state: StoreState, ctx: StoreContext): void {
  if (ctx.now - state.compactedAt < s(ctx.params.compactSeconds)) return
  state.compactedAt = ctx.now
  const { revision: newest, compacted } = state.machine.map
  const revision = newest - ctx.params.keepRevisions
  if (revision > compacted) state.raft.propose({ type: 'compact', revision }, COMMAND_BYTES, () => {})
}

function measure({ machine: { map }, hub, leases, raft }: StoreState, ctx: StoreContext): void {
  ctx.gauge('revision', map.revision)
  ctx.gauge('compacted', map.compacted)
  ctx.gauge('keys', map.size)
  ctx.gauge('leases', map.leases.size)
  ctx.gauge('watchers', hub.watchers)
  const left = raft.leads ? leases.nextEndNanos(ctx.monotonic) : Infinity
  ctx.gauge('nextLeaseEnd', left === Infinity ? 0 : Math.max(0, left))
}

/** How often house is kept: well below any lease. */
export const HOUSEKEEPING = ms(100)
