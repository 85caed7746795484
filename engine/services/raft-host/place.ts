import type { Link, Setup } from '../define-service.ts'

// Only the links are asked for, which every kind has.
// oxlint-disable-next-line typescript/no-explicit-any
type AnySetup = Pick<Setup<any>, 'nodeIndex' | 'nodeId' | 'peers'>

/** Where a server stands in its group. Members are numbered as the nodes are, so that a number stays whose it is. */
export interface RaftPlace {
  /** Our own number. */
  readonly self: number
  /** All who can be reached, ourselves included, ascending. */
  readonly members: readonly number[]
  /** Ids, by number; with gaps. */
  readonly names: readonly string[]
  /** By number; none for this server itself. */
  readonly linkTo: readonly (Link | undefined)[]
}

/** Finds all servers joined by the port `peers`. */
export function raftPlaceOf(setup: AnySetup): RaftPlace {
  const names: string[] = []
  const linkTo: (Link | undefined)[] = []
  names[setup.nodeIndex] = setup.nodeId
  for (const link of setup.peers('peers')) {
    const { index, id } = link.from.index === setup.nodeIndex ? link.to : link.from
    names[index] = id
    linkTo[index] ??= link // two links between the same two servers are one too many: the first is used
  }
  const members = Object.keys(names).map(Number)
  return { self: setup.nodeIndex, members, names, linkTo }
}
