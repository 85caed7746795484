import { REPLICA_SET } from './dragged-kind.ts'

/** How the palette speaks of what is not one node but several. */
export const REPLICA_SET_ENTRY = {
  kind: REPLICA_SET,
  title: 'Replica set',
  summary: 'Copies of a node that is there, with somebody before them who chooses.',
} as const

const WORDS = `${REPLICA_SET_ENTRY.title} ${REPLICA_SET_ENTRY.summary} replicas`.toLowerCase()

/** Whether somebody who types `wanted` may mean it. */
export const meansReplicaSet = (wanted: string): boolean =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => WORDS.includes(word))
