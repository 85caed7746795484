// The designs in a Chromium worker, as the page runs them.
import { openBuiltPage, untilItRuns } from '../built-page.mjs'

/** Until the engine's compiler has done with a design; in Node the repetitions before the middle one do that. */
const WARM_UP_MS = 6_000
/** Long enough that the frames of the page, fifteen a second, say where it began and ended to a few hundredths. */
const MEASURED_MS = 1_500

/** Adds to each row `inWorker`: events a second of wall time while it runs flat out, median, with no dots drawn. */
export async function benchWorker(rows, { quick, tell }) {
  const built = await openBuiltPage()
  const page = await built.newPage()
  await page.goto(built.address)
  await untilItRuns(page)
  // What a first visit fetches for later is no part of it.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const share = quick ? 0.1 : 1
  for (const row of rows) {
    const measured = await page.evaluate(run, [
      row.name,
      quick ? 2 : 5,
      WARM_UP_MS * share,
      MEASURED_MS * share,
    ])
    row.inWorker = measured.toSorted((a, b) => a - b)[measured.length >> 1]
    tell({ suite: 'designs', name: `${row.name} in Chromium` })
  }
  await built.close()
}

async function run([slug, times, warmUpMs, measuredMs]) {
  const events = () => window.breakwater.read().events
  /** The next frame that brings news: when, and how many events there have been. */
  const news = async () => {
    const known = events()
    while (events() === known) await new Promise((resolve) => setTimeout(resolve, 1))
    return { at: performance.now(), events: events() }
  }
  window.breakwater.dots(0)
  await window.breakwater.open(slug)
  await window.breakwater.play(Infinity)
  await new Promise((resolve) => setTimeout(resolve, warmUpMs))
  const perSecond = []
  for (let last = await news(); perSecond.length < times;) {
    await new Promise((resolve) => setTimeout(resolve, measuredMs))
    const next = await news()
    perSecond.push(((next.events - last.events) * 1000) / (next.at - last.at))
    last = next
  }
  await window.breakwater.pause()
  return perSecond
}
