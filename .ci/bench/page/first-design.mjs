// From navigation to the first picture in which requests of a running design move: nothing cached.
import { withPage } from './open-page.mjs'
import { timesRow } from './page-row.mjs'

export async function firstDesign(built, times) {
  const took = []
  for (let i = 0; i < times; i++) {
    took.push(
      await withPage(built, { before: (page) => page.addInitScript(noteFirstDots) }, async (page) => {
        await page.waitForFunction(() => window.firstDotsMs !== undefined)
        return page.evaluate(() => window.firstDotsMs)
      }),
    )
  }
  return timesRow('first visit: requests of a design move', took, 3_000, 'from navigation, nothing cached')
}

/** Runs in the page before its own code does. */
function noteFirstDots() {
  const look = () => {
    const drawn = Number(document.querySelector('[data-testid=flights]')?.dataset.dots ?? 0)
    if (drawn > 0) window.firstDotsMs = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
