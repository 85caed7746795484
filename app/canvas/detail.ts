/** How much a card has room to say at the present zoom: seen as on a map, none has room for a word that could be read. */
export type Detail = 'map' | 'far' | 'distant' | 'middle' | 'near'

export const detailAt = (zoom: number): Detail =>
  zoom < 0.2 ? 'map' : zoom < 0.4 ? 'far' : zoom < 0.78 ? 'distant' : zoom < 1.15 ? 'middle' : 'near'
