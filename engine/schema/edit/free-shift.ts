import type { Document } from '../document.ts'

/** In cells of the grid. */
export type Place = readonly [column: number, row: number]

/** Cards nearer than this would touch. */
const APART = [0.8, 0.75] as const
const STEP = 0.5
const REACH = 24

/**
 * How far cards must move so that none of them touches one of the document: as little as possible, below before beside before above;
 * below everything when there is no room near by.
 */
export function freeShift({ nodes }: Pick<Document, 'nodes'>, cards: readonly Place[]): [number, number] {
  const taken = Object.values(nodes).map(({ at }) => at)
  const free = ([right, down]: Place) =>
    cards.every(([column, row]) => taken.every((other) => apart(other, [column + right, row + down])))
  for (let reach = 0; reach <= REACH; reach++) {
    const found = around(reach).find(free)
    if (found !== undefined) return found
  }
  const lowest = Math.max(...taken.map(([, row]) => row))
  return [0, lowest + 1 - Math.min(...cards.map(([, row]) => row))]
}

const apart = ([c, r]: Place, [column, row]: Place): boolean =>
  Math.abs(c - column) >= APART[0] || Math.abs(r - row) >= APART[1]

/** What leads so many steps away, straight ways before oblique ones. */
function around(reach: number): [number, number][] {
  const shifts: [number, number][] = []
  for (let y = reach; y >= -reach; y--)
    for (let x = reach; x >= -reach; x--)
      if (Math.max(Math.abs(x), Math.abs(y)) === reach) shifts.push([x * STEP, y * STEP])
  return shifts.sort((a, b) => squared(a) - squared(b))
}

const squared = ([right, down]: Place): number => right * right + down * down
