import type { StoreTally } from '../../algorithms/replication/dynamo/store-tally.ts'
import type { StorageSetup } from './place.ts'
import type { StorageContext, StorageState } from './storage-state.ts'

const COUNTED = [
  'readRepairs',
  'hintsKept',
  'hintsDelivered',
  'keysSynced',
  'repairBytes',
  'treeBytes',
  'gossipBytes',
] as const satisfies readonly (keyof StoreTally)[]

/** Takes the readings that stand on the node's card and in the charts. */
export function measure(state: StorageState, ctx: StorageContext): void {
  const { node, place, counted } = state
  for (const name of COUNTED) {
    const now = node.tally[name]
    ctx.count(name, now - (counted[name] ?? 0))
    counted[name] = now
  }
  const { lsm } = node
  ctx.gauge('hints', node.hintsPending)
  ctx.gauge('siblings', node.store.conflicted)
  ctx.gauge('keys', node.store.keys)
  ctx.gauge('share', node.ring.shareOf(place.self))
  ctx.gauge('suspects', node.suspects(ctx.monotonic))
  ctx.gauge('readAmplification', lsm.amplification.read)
  ctx.gauge('writeAmplification', lsm.amplification.write)
  ctx.gauge('spaceAmplification', lsm.spaceAmplification)
  ctx.gauge('tables', lsm.tables)
}

/** What the picture of a node shows. Reads only. */
export function inspectStorage({ node, place }: StorageState, { monotonic }: StorageSetup) {
  const { ring, members, hints, ...rest } = node.inspect(monotonic)
  const nameOf = (member: number) => place.names[member]
  return {
    view: 'storage-node',
    self: nameOf(place.self),
    ...rest,
    changing: ring.changing,
    shares: ring.members.map((member, i) => ({ node: nameOf(member), share: ring.shares[i] })),
    arcs: node.ring.arcs(96).map((member) => nameOf(member)),
    members: members.map(({ member, status, alive, phi }) => ({ node: nameOf(member), status, alive, phi })),
    hints: hints
      .filter(({ count }) => count > 0)
      .map(({ member, count }) => ({ for: nameOf(member), count })),
    engine: node.lsm.inspect(),
  }
}
