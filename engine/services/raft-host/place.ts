import type { Link, Setup } from '../define-service.ts'

// Only the links are asked for, which every kind has.
// oxlint-disable-next-line typescript/no-explicit-any
type AnySetup = Pick<Setup<any>, 'nodeIndex' | 'nodeId' | 'peers'>

/** Where a server stands in its group. */
export interface RaftPlace {
  /** Our own number. */
  readonly self: number
  /** Ids by number, in the order of the document. */
  readonly names: readonly string[]
  /** By number; null for this server itself. */
  readonly linkTo: readonly (Link | null)[]
  /** Numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
  /** The group's name for checkers: its first member. */
  readonly group: string
}

/** Numbers all servers joined by the port `peers` in the order of the document, so that all of them count alike. */
export function raftPlaceOf(setup: AnySetup): RaftPlace {
  const everyone: { index: number; id: string; link: Link | null }[] = [
    { index: setup.nodeIndex, id: setup.nodeId, link: null },
  ]
  for (const link of setup.peers('peers')) {
    const { index, id } = link.from.index === setup.nodeIndex ? link.to : link.from
    // Two links between the same two servers are one too many: the first is used.
    if (!everyone.some((other) => other.index === index)) everyone.push({ index, id, link })
  }
  everyone.sort((a, b) => a.index - b.index)
  return {
    self: everyone.findIndex(({ link }) => link === null),
    names: everyone.map(({ id }) => id),
    linkTo: everyone.map(({ link }) => link),
    memberOf: new Map(everyone.map(({ index }, member) => [index, member])),
    group: everyone[0].id,
  }
}
