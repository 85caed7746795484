import { useEffect, useRef } from 'react'
import { useUi } from '../../state/ui-store.ts'
import { fitCanvas } from '../../ui/fit-canvas.ts'
import { formatCount } from '../../ui/format.ts'
import { resolvedColor } from '../../ui/resolved-color.ts'
import { useDark } from '../../ui/use-dark.ts'
import { drawMatrix, type Matrix } from './draw-matrix.ts'
import css from './sketch-matrix.module.css'

/** The counters themselves, one line a row: bright where heavy hitters are. */
export function MatrixCanvas({ matrix }: { matrix: Matrix }) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const dark = useDark(useUi((ui) => ui.theme))
  useEffect(() => {
    const canvas = canvasRef.current
    const ctx = canvas?.getContext('2d')
    if (canvas === null || ctx === null || ctx === undefined) return
    const { width, height, pixelRatio } = fitCanvas(canvas)
    ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    drawMatrix(ctx, matrix, { width, height, ink: resolvedColor('--accent', dark) })
  }, [matrix, dark])
  const { width, depth, cells, overMost, confidence } = matrix
  const fullest = formatCount(Math.max(0, ...cells))
  const folded = Math.round(width / matrix.columns)
  return (
    <figure className={css.figure}>
      <canvas
        ref={canvasRef}
        className={css.canvas}
        role="img"
        aria-label={`${depth} rows of ${width} counters; the fullest has ${fullest}`}
        data-testid="sketch-matrix-canvas"
      />
      <figcaption className={css.caption}>
        {depth} rows × {width.toLocaleString('en')} counters
        {folded > 1 && `, the fullest of each ${folded} shown`}; the fullest has {fullest}. Estimates are at
        most {formatCount(Math.ceil(overMost))} too high,{' '}
        {(confidence * 100).toFixed(confidence > 0.99 ? 2 : 0)} % sure.
      </figcaption>
    </figure>
  )
}
