/** What a kind that is dragged from the palette travels as. */
export const KIND_TYPE = 'application/x-breakwater-kind'
/** Dragged and chosen like a kind, though it is several nodes: copies of one that is there. */
export const REPLICA_SET = 'replica-set'
