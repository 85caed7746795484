import type { Document } from '../../engine/schema/document.ts'

type Place = [column: number, row: number]

/** Cards nearer than this would touch. */
const APART = [0.8, 0.75] as const
const STEP = 0.5
const REACH = 24

/** The place nearest to `wish` where a new card touches no other, in cells of the grid. */
export function freePlace({ nodes }: Pick<Document, 'nodes'>, [column, row]: Place): Place {
  const taken = Object.values(nodes).map(({ at }) => at)
  const free = ([x, y]: Place) =>
    taken.every(([c, r]) => Math.abs(c - x) >= APART[0] || Math.abs(r - y) >= APART[1])
  const centre: Place = [half(column), half(row)]
  for (let reach = 0; reach <= REACH; reach++) {
    const found = around(centre, reach).find(free)
    if (found !== undefined) return found
  }
  return centre
}

/** Places so many steps away, those below and beside before those above and to the left. */
function around([column, row]: Place, reach: number): Place[] {
  const places: Place[] = []
  for (let y = reach; y >= -reach; y--)
    for (let x = reach; x >= -reach; x--)
      if (Math.max(Math.abs(x), Math.abs(y)) === reach) places.push([column + x * STEP, row + y * STEP])
  return places
}

const half = (value: number): number => Math.round(value / STEP) * STEP
