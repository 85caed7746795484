import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { canvasPixelRatio } from '../ui/canvas-pixel-ratio.ts'
import { resolvedColor } from '../ui/resolved-color.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import type { FlightScene } from './draw-flights.ts'
import { OUTCOME_LOOKS, OUTCOMES } from './flight-outcomes.ts'
import type { FlightsNews } from './flights-painter.ts'
import { heldStore } from './held-store.ts'

let worker: Worker | null = null
/** The canvas that is there now. */
let shown: HTMLCanvasElement | null = null

/** Draws all dots; begun with the first canvas, and kept for those that follow. */
function painter(): Worker {
  if (worker !== null) return worker
  worker = new Worker(new URL('./flights-worker.ts', import.meta.url), { type: 'module', name: 'flights' })
  worker.addEventListener('message', ({ data }: MessageEvent<number>) => {
    if (shown !== null) shown.dataset.dots = String(data) // for scripts that measure
  })
  return worker
}
const tell = (news: FlightsNews, transfer: Transferable[] = []) => painter().postMessage(news, transfer)

/** A canvas can be handed over once only, and effects may run twice. */
function handOver(canvas: HTMLCanvasElement): void {
  if (canvas === shown) return
  shown = canvas
  const offscreen = canvas.transferControlToOffscreen()
  tell({ canvas: offscreen }, [offscreen])
}

/**
 * The one canvas over the graph on which all dots are drawn, by a worker of its own: five thousand of them take it half of a frame,
 * which the page needs for whatever the pointer does.
 */
export function FlightsLayer({
  paths,
  cards,
  dark,
}: Pick<FlightScene, 'paths' | 'cards'> & { dark: boolean }) {
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
    live.onFlights((flights) => tell({ flights }))
    return () => live.onFlights(() => {})
  }, [live])
  useEffect(() => {
    tell({ transform: store.getState().transform })
    return store.subscribe(({ transform }, before) => {
      if (transform !== before.transform) tell({ transform })
    })
  }, [store])
  useEffect(() => {
    tell({ paths, cards, heldPaths: new Map() })
    return heldStore.subscribe((held) => tell({ heldPaths: held.paths, cards: held.cards ?? cards }))
  }, [paths, cards])
  useEffect(
    () => tell({ colours: OUTCOMES.map((outcome) => resolvedColor(OUTCOME_LOOKS[outcome].token, dark)) }),
    [dark],
  )
  return <canvas ref={canvasRef} className={css.flights} aria-hidden data-testid="flights" />
}
