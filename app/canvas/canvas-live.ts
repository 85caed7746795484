import { createContext, useContext } from 'react'
import type { Frame } from '../../workers/api.ts'
import type { Detail } from './detail.ts'
import { EdgeFlow } from './edge-flow.ts'

/** What moves on the canvas: the flow of every edge, and the dots of the lane that is shown. */
export class CanvasLive {
  /** One dot stands for so many messages, lately. */
  oneIn = 1
  readonly #flows: EdgeFlow[]
  #show: (flights: Float64Array) => void = () => {}

  constructor(lanes: number) {
    this.#flows = Array.from({ length: lanes }, () => new EdgeFlow())
  }

  flow(lane: number): EdgeFlow | undefined {
    return this.#flows[lane]
  }

  /** Takes a frame; dots are added for the lane that is shown. */
  take(frame: Frame, lane: number): void {
    frame.lanes.forEach(({ flights, flightsOneIn }, i) =>
      this.#flows[i]?.add(flights, flightsOneIn, frame.nowNanos),
    )
    const shown = frame.lanes[lane]
    if (shown === undefined) return
    this.oneIn = shown.flightsOneIn
    if (shown.flights.length > 0) this.#show(shown.flights)
  }

  /** Who draws the dots. */
  onFlights(show: (flights: Float64Array) => void): void {
    this.#show = show
  }
}

/** What cards and edges show: by zoom, and without motion where dots would say it. */
export const DetailContext = createContext<{ detail: Detail; still: boolean }>({
  detail: 'near',
  still: false,
})

export const CanvasLiveContext = createContext<CanvasLive | null>(null)

export function useCanvasLive(): CanvasLive {
  const live = useContext(CanvasLiveContext)
  if (live === null) throw new Error('This belongs inside the canvas.')
  return live
}
