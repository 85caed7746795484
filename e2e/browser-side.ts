import type { Document } from '../engine/schema/document.ts'
import type { Playground } from './playground.ts'
import type { RunSide } from './run-side.ts'

/** How a run is moved on in the page; none of it may make a difference. */
export interface BrowserWay {
  /** Events between two looks at the clock. */
  batch: number
  /** At several speeds one after the other, or flat out from the start. */
  paced: boolean
}

/** Up to which instant, and how many simulated seconds a second: a tenth of a second of the wall clock each. */
const PACES: readonly (readonly [untilSeconds: number, speed: number])[] = [
  [0.01, 0.1],
  [0.11, 1],
  [1.11, 10],
]

/** What the engine says when there is no event to fire. */
const NOTHING = 'Nothing is left to happen.'

/** A run in the page, to be held against the same one in Node. */
export function browserSide(
  playground: Playground,
  design: string | Document,
  options: { seed: number } & BrowserWay,
): RunSide {
  const { page } = playground
  const { seed, batch, paced } = options
  return {
    where: 'the browser',
    async digestAt(nanos) {
      const until = nanos / 1e9
      const legs = paced ? PACES.map(([to, speed]) => [Math.min(to, until), speed] as const) : []
      return page.evaluate(
        async ([opened, wish, moves]) => {
          const { breakwater } = window
          await breakwater.open(opened, wish)
          for (const [to, speed] of moves) await breakwater.runUntil(to, speed)
          return breakwater.read().digest
        },
        [design, { seed, batch }, [...legs, [until, Infinity]]] as const,
      )
    },
    async step() {
      const { events: before } = await playground.read()
      const said = await page.evaluate(() => window.breakwater.step())
      // Its frame may come later than the answer.
      if (said !== NOTHING) {
        await page.waitForFunction((known) => window.breakwater.read().events > known, before)
      }
      const { now, events, digest } = await playground.read()
      return { said, nowNanos: Math.round(now * 1e9), events, digest }
    },
  }
}
