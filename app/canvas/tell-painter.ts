import type { FlightScene } from './draw-flights.ts'
import type { FlightsNews } from './flights-painter.ts'

let worker: Worker | null = null
/** The canvas that is there now. */
let shown: HTMLCanvasElement | null = null
let toldPaths: FlightScene['paths'] = []

/** Tells the worker that draws dots and held edges; it is begun with the first canvas, and kept for those that follow. */
export function tell(news: FlightsNews, transfer: Transferable[] = []): void {
  worker ??= begin()
  worker.postMessage(news, transfer)
}

function begin(): Worker {
  const begun = new Worker(new URL('./flights-worker.ts', import.meta.url), {
    type: 'module',
    name: 'flights',
  })
  begun.addEventListener('message', ({ data }: MessageEvent<number>) => {
    if (shown !== null) shown.dataset.dots = String(data) // for scripts that measure
  })
  return begun
}

/** A canvas can be handed over once only, and effects may run twice. */
export function handOver(canvas: HTMLCanvasElement): void {
  if (canvas === shown) return
  shown = canvas
  const offscreen = canvas.transferControlToOffscreen()
  tell({ canvas: offscreen }, [offscreen])
}

/** Tells the ways that have changed: those of a large graph take the page half of a frame to pass on. */
export function tellPaths(paths: FlightScene['paths']): void {
  const links = Array.from({ length: Math.max(paths.length, toldPaths.length) }, (_, link) => link)
  const changed = links.filter((link) => paths[link] !== toldPaths[link])
  if (changed.length > 0) tell({ paths: new Map(changed.map((link) => [link, paths[link]])) })
  toldPaths = paths
}
