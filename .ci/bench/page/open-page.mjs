// A page of the built playground, of the size that all measurements are taken at.
import { untilItRuns } from '../../built-page.mjs'

const VIEWPORT = { width: 1440, height: 900 }

/**
 * Opens a page of its own (no cache, nothing stored), gives it to `measure` and closes it. `before` has it before it loads; a
 * `settled` page has also fetched what a first visit fetches for later.
 */
export async function withPage(built, { fragment = '', before, settled = false }, measure) {
  const page = await built.newPage({ viewport: VIEWPORT })
  try {
    await before?.(page)
    await page.goto(`${built.address}${fragment}`)
    await untilItRuns(page)
    // The worker that keeps the page is fetched last.
    if (settled) await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    return await measure(page)
  } finally {
    await page.context().close()
  }
}
