/** Dragged and chosen like a kind, though it is several nodes: copies of one that is there. */
export const REPLICA_SET = 'replica-set'

/** How the palette speaks of it. */
export const REPLICA_SET_ENTRY = {
  kind: REPLICA_SET,
  title: 'Replica set',
  summary: 'Copies of a node that is there, with somebody before them who chooses.',
} as const
