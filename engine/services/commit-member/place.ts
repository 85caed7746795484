import type { Link } from '../define-service.ts'
import type { MemberSetup } from './member-state.ts'

/** Where a member stands among those of its transactions. */
export interface MemberPlace {
  /** Our own number; the coordinator is 0. */
  readonly self: number
  /** Ids by number, in the order of the document. */
  readonly names: readonly string[]
  /** By number; null for this member itself, and for those out of reach. */
  readonly linkTo: readonly (Link | null)[]
  /** Numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
}

/** Numbers all members joined by the port `peers` in the order of the document, so that all of them count alike. */
export function memberPlaceOf(setup: MemberSetup): MemberPlace {
  const everyone = setup.group('peers')
  return {
    self: everyone.findIndex(({ node }) => node.index === setup.nodeIndex),
    names: everyone.map(({ node }) => node.id),
    linkTo: everyone.map(({ link }) => link),
    memberOf: new Map(everyone.map(({ node }, member) => [node.index, member])),
  }
}
