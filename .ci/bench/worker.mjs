// The designs in a Chromium worker, as the page runs them.
import { openBuiltPage, untilItRuns } from '../built-page.mjs'

const SECONDS = 60
const WARM_UP_MS = 3_000

/** Adds to each row `inWorker`: events a second, median, with nothing drawn. */
export async function benchWorker(rows, { quick, tell }) {
  const built = await openBuiltPage()
  const page = await built.newPage()
  await page.goto(built.address)
  await untilItRuns(page)
  for (const row of rows) {
    const measured = await page.evaluate(run, [
      row.name,
      quick ? 6 : SECONDS,
      quick ? 2 : 5,
      quick ? 300 : WARM_UP_MS,
    ])
    row.inWorker = measured.toSorted((a, b) => a - b)[measured.length >> 1]
    tell({ suite: 'designs', name: `${row.name} in Chromium` })
  }
  await built.close()
}

async function run([slug, seconds, times, warmUpMs]) {
  const perSecond = []
  window.breakwater.dots(0)
  const once = async () => {
    await window.breakwater.open(slug)
    const from = performance.now()
    await window.breakwater.runUntil(seconds)
    return (window.breakwater.read().events * 1000) / (performance.now() - from)
  }
  const cold = performance.now()
  while (performance.now() - cold < warmUpMs) await once()
  for (let i = 0; i < times; i++) perSecond.push(await once())
  return perSecond
}
