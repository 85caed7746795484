import { createContext, useContext } from 'react'
import type { Frame } from '../../workers/api.ts'
import { EdgeFlow } from './edge-flow.ts'
import { FlightField } from './flight-field.ts'

/** What moves on the canvas: the dots in the air and the flow of every edge, of the lane that is shown. */
export class CanvasLive {
  readonly field = new FlightField()
  /** One dot stands for so many messages, lately. */
  oneIn = 1
  readonly #flows: EdgeFlow[]
  #frameAt = 0
  #spacing = 66
  #wake: () => void = () => {}

  constructor(lanes: number) {
    this.#flows = Array.from({ length: lanes }, () => new EdgeFlow())
  }

  flow(lane: number): EdgeFlow | undefined {
    return this.#flows[lane]
  }

  /** Takes a frame; dots are added for the lane that is shown. */
  take(frame: Frame, lane: number, nowMs: number): void {
    frame.lanes.forEach(({ flights, flightsOneIn }, i) =>
      this.#flows[i]?.add(flights, flightsOneIn, frame.nowNanos),
    )
    const shown = frame.lanes[lane]
    if (shown === undefined) return
    const gap = nowMs - this.#frameAt
    if (gap > 20 && gap < 200) this.#spacing += (gap - this.#spacing) * 0.2
    this.#frameAt = nowMs
    this.oneIn = shown.flightsOneIn
    if (shown.flights.length === 0) return
    this.field.add(shown.flights, nowMs, this.#spacing)
    this.#wake()
  }

  /** Whoever draws is told when there is something to draw again. */
  onFlights(wake: () => void): void {
    this.#wake = wake
  }
}

/** How much a card has room to say at the present zoom. */
export type Detail = 'far' | 'distant' | 'middle' | 'near'
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
