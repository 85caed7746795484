import type { Point, Rect } from './geometry.ts'

export type Side = 'left' | 'right' | 'top' | 'bottom'

/** Where an edge leaves its first card and reaches its second. */
export interface Ends {
  from: Point
  fromSide: Side
  to: Point
  toSide: Side
}
export interface EdgeToRoute {
  id: string
  from: string
  to: string
}

const PORT_PITCH = 18

/** Chooses a side of either card for every edge, and spreads the edges of one side so that they do not cross there. */
export function placeEnds(
  cards: ReadonlyMap<string, Rect>,
  edges: readonly EdgeToRoute[],
): Map<string, Ends> {
  const sides = new Map(
    edges.map((edge) => [
      edge.id,
      sidesOf(cards.get(edge.from)!, cards.get(edge.to)!, edge.from === edge.to),
    ]),
  )
  const spread = new Map<string, Point>()
  const touching = edgesByCard(edges)
  for (const id of touching.keys()) {
    for (const side of ['left', 'right', 'top', 'bottom'] as const) spreadSide(id, cards.get(id)!, side)
  }
  return new Map(
    edges.map(({ id }) => {
      const [fromSide, toSide] = sides.get(id)!
      return [id, { from: spread.get(`${id} from`)!, fromSide, to: spread.get(`${id} to`)!, toSide }]
    }),
  )

  function spreadSide(id: string, card: Rect, side: Side): void {
    const ends = (touching.get(id) ?? []).flatMap((edge) => {
      const [fromSide, toSide] = sides.get(edge.id)!
      return [
        ...(edge.from === id && fromSide === side
          ? [{ key: `${edge.id} from`, other: cards.get(edge.to)! }]
          : []),
        ...(edge.to === id && toSide === side
          ? [{ key: `${edge.id} to`, other: cards.get(edge.from)! }]
          : []),
      ]
    })
    const upright = side === 'left' || side === 'right'
    // By where the other card is; of those level with each other, by how far away.
    const order = (rect: Rect) =>
      upright ? rect.y * 1000 + Math.abs(rect.x - card.x) : rect.x * 1000 + rect.y
    ends.sort((a, b) => order(a.other) - order(b.other))
    const pitch = Math.min(PORT_PITCH, (upright ? card.height : card.width) / (ends.length + 1))
    ends.forEach(({ key }, i) => spread.set(key, portAt(card, side, (i - (ends.length - 1) / 2) * pitch)))
  }
}

function edgesByCard(edges: readonly EdgeToRoute[]): Map<string, EdgeToRoute[]> {
  const touching = new Map<string, EdgeToRoute[]>()
  for (const edge of edges) {
    for (const id of new Set([edge.from, edge.to])) {
      const known = touching.get(id)
      if (known === undefined) touching.set(id, [edge])
      else known.push(edge)
    }
  }
  return touching
}

/** Cards side by side join at their flanks, cards one above the other at top and bottom. */
function sidesOf(from: Rect, to: Rect, loop: boolean): [Side, Side] {
  if (loop) return ['right', 'right']
  if (to.x >= from.x + from.width) return ['right', 'left']
  if (from.x >= to.x + to.width) return ['left', 'right']
  return to.y > from.y ? ['bottom', 'top'] : ['top', 'bottom']
}

function portAt({ x, y, width, height }: Rect, side: Side, offset: number): Point {
  switch (side) {
    case 'left':
      return { x, y: y + height / 2 + offset }
    case 'right':
      return { x: x + width, y: y + height / 2 + offset }
    case 'top':
      return { x: x + width / 2 + offset, y }
    case 'bottom':
      return { x: x + width / 2 + offset, y: y + height }
  }
}
