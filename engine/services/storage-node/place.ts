import type { Link, Setup } from '../define-service.ts'
import type { STORAGE_PARAMS } from './params.ts'

export type StorageSetup = Setup<typeof STORAGE_PARAMS>

/** Where a node stands among the others. */
export interface StoragePlace {
  /** Members by number, in the order of the document, so that all of them count alike. */
  readonly names: readonly string[]
  readonly self: number
  /** By member; null for this node, and for those to whom no link leads. */
  readonly linkTo: readonly (Link | null)[]
  /** Member numbers by node index. */
  readonly memberOf: ReadonlyMap<number, number>
}

export function placeOf(setup: StorageSetup): StoragePlace {
  const members = setup.group('peers')
  return {
    names: members.map(({ node }) => node.id),
    self: members.findIndex(({ node }) => node.index === setup.nodeIndex),
    linkTo: members.map(({ link }) => link),
    memberOf: new Map(members.map(({ node }, member) => [node.index, member])),
  }
}
