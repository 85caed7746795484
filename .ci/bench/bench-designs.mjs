// Each runnable design in Node and, right behind, in a Chromium worker: a machine that slows down meanwhile slows both.
import { openBuiltPage, untilItRuns } from '../built-page.mjs'
import { benchWorker } from './worker.mjs'
import { workerMemory } from './worker-memory.mjs'

/** Rows of the designs' suite; `inWorker` is what a Chromium worker does, in events a second, and what it allocates and holds. */
export async function benchDesigns({ benchDesign, runnableDesigns }, options, quick) {
  const built = await openBuiltPage()
  const page = await built.newPage()
  await page.goto(built.address)
  await untilItRuns(page)
  // What a first visit fetches for later is no part of it.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const rows = []
  for (const slug of runnableDesigns()) {
    // The page rests while Node is measured.
    await page.evaluate(() => window.breakwater.pause())
    const row = benchDesign(slug, options)
    const eventsPerSecond = await benchWorker(page, slug, { quick })
    row.inWorker = { eventsPerSecond, ...(await workerMemory(page, slug, { quick })) }
    rows.push(row)
    options.tell(row)
  }
  await built.close()
  return rows
}
