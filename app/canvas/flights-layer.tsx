import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import { drawFlights, type FlightScene } from './draw-flights.ts'
import { OUTCOME_LOOKS, OUTCOMES } from './flight-outcomes.ts'
import { heldStore } from './held-store.ts'
import { fitCanvas } from '../ui/fit-canvas.ts'
import { resolvedColor } from '../ui/resolved-color.ts'

/** The one canvas over the graph on which all dots are drawn. It draws only while there are dots. */
export function FlightsLayer({
  paths,
  cards,
  dark,
}: Pick<FlightScene, 'paths' | 'cards'> & { dark: boolean }) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const live = useCanvasLive()
  const store = useStoreApi()
  useEffect(() => {
    const canvas = canvasRef.current
    const ctx = canvas?.getContext('2d')
    if (canvas === null || ctx === null || ctx === undefined) return
    const colours = OUTCOMES.map((outcome) => resolvedColor(OUTCOME_LOOKS[outcome].token, dark))
    let frame = 0
    const draw = (nowMs: number) => {
      const any = live.field.expire(nowMs)
      drawFlights(ctx, {
        ...fitCanvas(canvas),
        field: live.field,
        ...(heldStore.getState().scene ?? { paths, cards }),
        colours,
        transform: store.getState().transform,
        nowMs,
      })
      canvas.dataset.dots = String(live.field.end - live.field.first) // for scripts that measure
      frame = any ? requestAnimationFrame(draw) : 0
    }
    const wake = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    live.onFlights(wake)
    wake()
    return () => {
      live.onFlights(() => {})
      cancelAnimationFrame(frame)
    }
  }, [live, paths, cards, store, dark])
  return <canvas ref={canvasRef} className={css.flights} aria-hidden data-testid="flights" />
}
