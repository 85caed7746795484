import { FlightsPainter, type FlightsNews } from './flights-painter.ts'

/** The page hears how many dots there are so often at most, in milliseconds: it is for scripts that measure. */
const TELLS_EVERY = 50

let toldAt = -Infinity
const painter = new FlightsPainter(
  (draw) => requestAnimationFrame(draw),
  (dots) => {
    const now = performance.now()
    if (now - toldAt < TELLS_EVERY) return
    toldAt = now
    postMessage(dots)
  },
)
addEventListener('message', ({ data }: MessageEvent<FlightsNews>) => painter.take(data, performance.now()))
