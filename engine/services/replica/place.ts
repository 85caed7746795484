import type { Member } from '../../algorithms/replication/replica-group.ts'
import { ReplicaGroup } from '../../algorithms/replication/replica-group.ts'
import { roundTripNanos } from '../../network/regions.ts'
import type { Link, Setup } from '../define-service.ts'
import type { REPLICA_PARAMS } from './params.ts'

export type ReplicaSetup = Setup<typeof REPLICA_PARAMS>

/** Where a replica stands: who belongs to its group, and over which link each of them is reached. */
export interface Place {
  readonly group: ReplicaGroup
  /** By member; null for this replica itself, and for those out of reach. */
  readonly linkTo: readonly (Link | null)[]
  /** Member numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
  /** All members, the nearest first, beginning with this one. */
  readonly preference: readonly number[]
}

/** Members are numbered in the order of the document, so that all of them count alike. */
export function placeOf(setup: ReplicaSetup): Place {
  const everyone = setup.group('peers')
  const members: Member[] = everyone.map(({ node: { id, region } }) => ({ name: id, region }))
  const self = everyone.findIndex(({ node }) => node.index === setup.nodeIndex)
  const group = new ReplicaGroup({ members, self })
  const distance = (member: number) =>
    member === group.self ? -1 : roundTripNanos(setup.region, members[member].region)
  const preference = everyone.map((_, member) => member).sort((a, b) => distance(a) - distance(b) || a - b)
  return {
    group,
    linkTo: everyone.map(({ link }) => link),
    memberOf: new Map(everyone.map(({ node }, member) => [node.index, member])),
    preference,
  }
}
