import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { canvasPixelRatio } from '../ui/canvas-pixel-ratio.ts'
import { resolvedColor } from '../ui/resolved-color.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import type { FlightScene } from './draw-flights.ts'
import { OUTCOME_LOOKS, OUTCOMES } from './flight-outcomes.ts'
import { handOver, tell, tellPaths } from './tell-painter.ts'
import { useTellHeld } from './use-tell-held.ts'

export interface FlightsLayerProps extends Pick<FlightScene, 'paths' | 'cards'> {
  dark: boolean
  /** Without motion there are no dots. */
  still: boolean
}

/**
 * The one canvas over the graph on which all that moves over it is drawn, dots and edges of held cards, by a worker of its own: five
 * thousand dots take it half of a frame, which the page needs for whatever the pointer does.
 */
export function FlightsLayer({ paths, cards, dark, still }: FlightsLayerProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const live = useCanvasLive()
  const store = useStoreApi()
  useEffect(() => {
    const canvas = canvasRef.current!
    handOver(canvas)
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const [width, height] = [Math.round(contentRect.width), Math.round(contentRect.height)]
      tell({ size: { width, height, pixelRatio: canvasPixelRatio() } })
    })
    observer.observe(canvas)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (still) return
    live.onFlights((flights) => tell({ flights }))
    return () => live.onFlights(() => {})
  }, [live, still])
  useEffect(() => {
    tell({ transform: store.getState().transform })
    return store.subscribe(({ transform }, before) => {
      if (transform !== before.transform) tell({ transform })
    })
  }, [store])
  useEffect(() => tellPaths(paths), [paths])
  useTellHeld(cards, live, dark)
  useEffect(
    () => tell({ colours: OUTCOMES.map((outcome) => resolvedColor(OUTCOME_LOOKS[outcome].token, dark)) }),
    [dark],
  )
  return <canvas ref={canvasRef} className={css.flights} aria-hidden data-testid="flights" />
}
