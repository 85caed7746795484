import type { Point } from './geometry.ts'

/**
 * Two strokes that end at the tip, as an SVG path; `heading` in degrees. They are turned here and not by a transform: every transform
 * is a piece of its own that the browser has to put in order in each frame, which for 240 edges took as long as everything else
 * together.
 */
export function arrowHead({ x, y }: Point, heading: number): string {
  const turn = (heading * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const barb = (side: number) =>
    `${(x - 7 * cos - side * sin).toFixed(1)} ${(y - 7 * sin + side * cos).toFixed(1)}`
  return `M${barb(-3.5)}L${x} ${y}L${barb(3.5)}`
}
