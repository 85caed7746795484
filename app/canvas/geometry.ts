/** The grid of the document in pixels: a cell holds a card and the room for edges beside it. */
export const CELL_WIDTH = 272
export const CELL_HEIGHT = 152
export const CARD_WIDTH = 196
export const CARD_HEIGHT = 104

export interface Point {
  x: number
  y: number
}
export interface Rect extends Point {
  width: number
  height: number
}

/** Where the card of a grid position stands. */
export const cardAt = ([column, row]: readonly [number, number]): Rect => ({
  x: column * CELL_WIDTH,
  y: row * CELL_HEIGHT,
  width: CARD_WIDTH,
  height: CARD_HEIGHT,
})

/** The smallest rectangle around all of them, widened by `margin`. */
export function around(rects: readonly Rect[], margin: number): Rect {
  const left = Math.min(...rects.map(({ x }) => x)) - margin
  const top = Math.min(...rects.map(({ y }) => y)) - margin
  const right = Math.max(...rects.map(({ x, width }) => x + width)) + margin
  const bottom = Math.max(...rects.map(({ y, height }) => y + height)) + margin
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Whether an upright or level segment touches the inside of a rectangle. */
export function crosses(a: Point, b: Point, { x, y, width, height }: Rect): boolean {
  return (
    Math.max(a.x, b.x) > x &&
    Math.min(a.x, b.x) < x + width &&
    Math.max(a.y, b.y) > y &&
    Math.min(a.y, b.y) < y + height
  )
}
