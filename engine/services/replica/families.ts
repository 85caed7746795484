import type { Family } from './hosted.ts'
import { causal } from './families/causal.ts'
import { crdt } from './families/crdt.ts'
import { logShipping } from './families/log-shipping.ts'
import { paxos } from './families/paxos.ts'
import { multiLeader } from './families/multi-leader.ts'
import { raft } from './families/raft.ts'
import { quorum } from './families/quorum.ts'
import type { ReplicaParams } from './params.ts'

/** Every mode with the family of protocols that it belongs to. */
const FAMILIES = {
  ['async']: logShipping,
  'semi-sync': logShipping,
  sync: logShipping,
  'multi-leader': multiLeader,
  session: multiLeader,
  eventual: multiLeader,
  quorum,
  raft,
  sequential: raft,
  paxos,
  'local-quorum': quorum,
  'each-quorum': quorum,
  causal,
  crdt,
} satisfies Record<ReplicaParams['mode'], unknown>

/** The family of a mode. What it keeps on disk is known to itself alone. */
export function familyOf({ mode, conflicts }: ReplicaParams): Family<unknown> {
  if (mode === 'eventual' && conflicts !== 'lww') return crdt
  return FAMILIES[mode]
}
