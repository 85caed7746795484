// A design in a Chromium worker, as the page runs it.

/** Until the engine's compiler has done with a design; in Node the repetitions before the middle one do that. */
const WARM_UP_MS = 6_000
/** Long enough that the frames of the page, fifteen a second, say where it began and ended to a few hundredths. */
const MEASURED_MS = 1_500

/** Events a second of wall time while a design runs flat out in the page's worker, median, with no dots drawn. */
export async function benchWorker(page, slug, { quick }) {
  const share = quick ? 0.1 : 1
  const measured = await page.evaluate(run, [slug, quick ? 2 : 5, WARM_UP_MS * share, MEASURED_MS * share])
  return measured.toSorted((a, b) => a - b)[measured.length >> 1]
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
