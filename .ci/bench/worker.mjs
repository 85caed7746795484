// The designs in a Chromium worker, as the page runs them.
import { openBuiltPage, untilItRuns } from '../built-page.mjs'

const SECONDS = 60

/** Adds to each row `inWorker`: events a second, median, with nothing drawn. */
export async function benchWorker(rows, { quick, tell }) {
  const built = await openBuiltPage()
  const page = await built.newPage()
  await page.goto(built.address)
  await untilItRuns(page)
  for (const row of rows) {
    const measured = await page.evaluate(run, [row.name, quick ? 6 : SECONDS, quick ? 2 : 5])
    row.inWorker = measured.toSorted((a, b) => a - b)[measured.length >> 1]
    tell({ suite: 'designs', name: `${row.name} in Chromium` })
  }
  await built.close()
}

async function run([slug, seconds, times]) {
  const perSecond = []
  window.breakwater.dots(0)
  for (let i = 0; i <= times; i++) {
    await window.breakwater.open(slug)
    const from = performance.now()
    await window.breakwater.runUntil(seconds)
    const took = performance.now() - from
    if (i > 0) perSecond.push((window.breakwater.read().events * 1000) / took)
  }
  return perSecond
}
