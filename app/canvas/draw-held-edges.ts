import type { Context2d } from './draw-flights.ts'

/** An edge that moves with a held card, as it is drawn: in pixels of the graph. */
export interface HeldEdgeLook {
  /** As an SVG path. */
  line: string
  head: string
  colour: string
  lineWidth: number
  bandWidth: number
  dashed: boolean
}

/** As `band` and `faulty` look in the style sheet of the canvas. */
const BAND_OPACITY = 0.22
const DASHES = [5, 4]

/** Draws edges that move, as those that stand are drawn: a fine line, and around it a band as wide as the flow. */
export function drawHeldEdges(ctx: Context2d, edges: readonly HeldEdgeLook[], withHeads: boolean): void {
  for (const { line, head, colour, lineWidth, bandWidth, dashed } of edges) {
    const path = new Path2D(line)
    ctx.strokeStyle = colour
    if (bandWidth > 0) {
      ctx.globalAlpha = BAND_OPACITY
      ctx.lineWidth = bandWidth
      ctx.stroke(path)
      ctx.globalAlpha = 1
    }
    ctx.lineWidth = lineWidth
    ctx.setLineDash(dashed ? DASHES : [])
    ctx.stroke(path)
    ctx.setLineDash([])
    if (withHeads) ctx.stroke(new Path2D(head))
  }
}
