/** What a kind that is dragged from the palette travels as. */
export const KIND_TYPE = 'application/x-breakwater-kind'
