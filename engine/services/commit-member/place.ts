import type { Link } from '../define-service.ts'
import type { MemberSetup } from './member-state.ts'

/** Where a member stands among those of its transactions. */
export interface MemberPlace {
  /** Our own number; the coordinator is 0. */
  readonly self: number
  /** Ids by number, in the order of the document. */
  readonly names: readonly string[]
  /** By number; null for this member itself. */
  readonly linkTo: readonly (Link | null)[]
  /** Numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
}

/** Numbers all members joined by the port `peers` in the order of the document, so that all of them count alike. */
export function memberPlaceOf(setup: MemberSetup): MemberPlace {
  const everyone: { index: number; id: string; link: Link | null }[] = [
    { index: setup.nodeIndex, id: setup.nodeId, link: null },
  ]
  for (const link of setup.peers('peers')) {
    const { index, id } = link.from.index === setup.nodeIndex ? link.to : link.from
    if (!everyone.some((other) => other.index === index)) everyone.push({ index, id, link })
  }
  everyone.sort((a, b) => a.index - b.index)
  return {
    self: everyone.findIndex(({ link }) => link === null),
    names: everyone.map(({ id }) => id),
    linkTo: everyone.map(({ link }) => link),
    memberOf: new Map(everyone.map(({ index }, member) => [index, member])),
  }
}
