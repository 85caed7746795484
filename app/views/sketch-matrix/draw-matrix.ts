/** A Count-Min matrix as its kind's `inspect` gives it: rows one after the other, wide ones folded to `columns` places. */
export interface Matrix {
  width: number
  depth: number
  columns: number
  cells: number[]
  overMost: number
  confidence: number
  conservative: boolean
}

interface Look {
  width: number
  height: number
  ink: string
}

const ROW_GAP = 2

/** One bar of places a row; the fuller a counter, the stronger its ink, by logarithm: most counters are small. */
export function drawMatrix(
  ctx: CanvasRenderingContext2D,
  matrix: Matrix,
  { width, height, ink }: Look,
): void {
  const { columns, depth, cells } = matrix
  ctx.clearRect(0, 0, width, height)
  const fullest = Math.log1p(Math.max(1, ...cells))
  const rowHeight = (height - ROW_GAP * (depth - 1)) / depth
  const step = width / columns
  ctx.fillStyle = ink
  for (let row = 0; row < depth; row++) {
    const top = row * (rowHeight + ROW_GAP)
    for (let column = 0; column < columns; column++) {
      const count = cells[row * columns + column]
      ctx.globalAlpha = 0.05 + 0.95 * (Math.log1p(count) / fullest) ** 3
      ctx.fillRect(column * step, top, Math.max(1, step), rowHeight)
    }
  }
  ctx.globalAlpha = 1
}
