import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Context2d } from './draw-flights.ts'
import { drawHeldEdges, type HeldEdgeLook } from './draw-held-edges.ts'

class Path {
  constructor(readonly d: string) {}
}
beforeEach(() => void vi.stubGlobal('Path2D', Path))
afterEach(() => void vi.unstubAllGlobals())

const EDGE: HeldEdgeLook = {
  line: 'M0 0L9 0',
  head: 'M8 1L9 0',
  colour: 'red',
  lineWidth: 1.25,
  bandWidth: 6,
  dashed: false,
}

/** What is stroked, with how the pen was then. */
function strokes(edges: readonly HeldEdgeLook[], withHeads = true) {
  const stroked: Record<string, unknown>[] = []
  let dashes: number[] = []
  const pen = {
    strokeStyle: '',
    lineWidth: 0,
    globalAlpha: 1,
    setLineDash: (to: number[]) => void (dashes = to),
    stroke: ({ d }: Path) =>
      stroked.push({ d, colour: pen.strokeStyle, width: pen.lineWidth, alpha: pen.globalAlpha, dashes }),
  }
  drawHeldEdges(pen as unknown as Context2d, edges, withHeads)
  return stroked
}

it('draws a faint band as wide as the flow, the line on it, and its head', () => {
  expect(strokes([EDGE])).toEqual([
    { d: EDGE.line, colour: 'red', width: 6, alpha: 0.22, dashes: [] },
    { d: EDGE.line, colour: 'red', width: 1.25, alpha: 1, dashes: [] },
    { d: EDGE.head, colour: 'red', width: 1.25, alpha: 1, dashes: [] },
  ])
})

it('draws no band where nothing flows, and no head where none could be seen', () => {
  expect(strokes([{ ...EDGE, bandWidth: 0 }], false).map(({ d }) => d)).toEqual([EDGE.line])
})

it('dashes the line of a struck edge, and neither its band nor its head nor the next edge', () => {
  const dashed = strokes([{ ...EDGE, dashed: true }, EDGE]).map(({ dashes }) => dashes)
  expect(dashed).toEqual([[], [5, 4], [], [], [], []])
})
