import type { Ranked } from '../../algorithms/sketch/heavy-hitters.ts'

/** Items are numbered by where they come from. */
const RANGES: readonly (readonly [number, string])[] = [
  [300_000_000, 'once'],
  [200_000_000, 'second everywhere'],
  [100_000_000, 'local'],
  [99_999_999, 'the hot item'],
  [0, 'popular'],
]
const LOCAL_OF_REGION = 100_000

/** An item as people speak of it: "popular 3", "local 2/17". */
export function itemName(item: number): string {
  const [first, title] = RANGES.find(([from]) => item >= from)!
  const number = item - first
  if (title === 'local')
    return `local ${Math.floor(number / LOCAL_OF_REGION) + 1}/${number % LOCAL_OF_REGION}`
  return title === 'the hot item' ? title : `${title} ${number}`
}

/** The first entries of a list, by name. */
export const namedTop = (top: readonly Ranked[], count: number): { item: string; count: number }[] =>
  top.slice(0, count).map((entry) => ({ item: itemName(entry.item), count: entry.count }))
