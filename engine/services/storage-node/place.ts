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
  const links = new Map<number, { index: number; id: string; link: Link | null }>()
  for (const link of setup.peers('peers')) {
    const { index, id } = link.from.index === setup.nodeIndex ? link.to : link.from
    links.set(index, { index, id, link })
  }
  links.set(setup.nodeIndex, { index: setup.nodeIndex, id: setup.nodeId, link: null })
  const members = [...links.values()].sort((a, b) => a.index - b.index)
  return {
    names: members.map(({ id }) => id),
    self: members.findIndex(({ index }) => index === setup.nodeIndex),
    linkTo: members.map(({ link }) => link),
    memberOf: new Map(members.map(({ index }, member) => [index, member])),
  }
}
