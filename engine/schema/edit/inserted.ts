/** A list with one item more, at a place or at the end. */
export function inserted<Item>(items: readonly Item[], item: Item, at: number = items.length): Item[] {
  return [...items.slice(0, at), item, ...items.slice(at)]
}
