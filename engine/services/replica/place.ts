import type { Member } from '../../algorithms/replication/replica-group.ts'
import { ReplicaGroup } from '../../algorithms/replication/replica-group.ts'
import { roundTripNanos } from '../../network/regions.ts'
import type { Link, Setup } from '../define-service.ts'
import type { REPLICA_PARAMS } from './params.ts'

export type ReplicaSetup = Setup<typeof REPLICA_PARAMS>

/** Where a replica stands: who belongs to its group, and over which link each of them is reached. */
export interface Place {
  readonly group: ReplicaGroup
  /** By member; null for this replica itself. */
  readonly linkTo: readonly (Link | null)[]
  /** Member numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
  /** All members, the nearest first, beginning with this one. */
  readonly preference: readonly number[]
}

/** Members are numbered in the order of the document, so that all of them count alike. */
export function placeOf(setup: ReplicaSetup): Place {
  const links = setup.peers('peers')
  const self = { index: setup.nodeIndex, id: setup.nodeId, region: setup.region, link: null }
  const others = links.map((link) => {
    const { index, id, region } = link.from.index === setup.nodeIndex ? link.to : link.from
    return { index, id, region, link }
  })
  // Two links between the same two replicas are one too many: the first is used.
  const distinct = others.filter(({ index }, i) => others.findIndex((other) => other.index === index) === i)
  const everyone = [self, ...distinct].sort((a, b) => a.index - b.index)
  const members: Member[] = everyone.map(({ id, region }) => ({ name: id, region }))
  const group = new ReplicaGroup({ members, self: everyone.indexOf(self) })
  const distance = (member: number) =>
    member === group.self ? -1 : roundTripNanos(setup.region, members[member].region)
  const preference = everyone.map((_, member) => member).sort((a, b) => distance(a) - distance(b) || a - b)
  return {
    group,
    linkTo: everyone.map(({ link }) => link),
    memberOf: new Map(everyone.map(({ index }, member) => [index, member])),
    preference,
  }
}
