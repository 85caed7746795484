// From a link that is opened in a page of its own to the shared instant, shown and found to be the same run.
import { withPage } from './open-page.mjs'
import { timesRow } from './page-row.mjs'
import { sizedDocument } from './sized-document.mjs'

const NODES = 30
const LOG_SECONDS = 60
const RATE_PER_GROUP = 60

export async function sharedLink(built, times) {
  const { fragment, events } = await withPage(built, {}, makeLink)
  const took = []
  for (let i = 0; i < times; i++) {
    took.push(
      await withPage(built, { fragment, before: (page) => page.addInitScript(noteReproduced) }, arrival),
    )
  }
  const note = `from navigation, nothing cached; a command a second, ${events} events`
  return timesRow(`shared link of ${NODES} nodes and ${LOG_SECONDS} s to its instant`, took, 2_000, note)
}

/** A run with a command a second, as a fragment. */
async function makeLink(page) {
  await page.evaluate((document) => window.breakwater.open(document), sizedDocument(NODES, RATE_PER_GROUP))
  return page.evaluate(
    async ([seconds, rate]) => {
      for (let at = 1; at <= seconds; at++) {
        await window.breakwater.runUntil(at)
        await window.breakwater.set(`client-${at % 5}`, 'ratePerSecond', rate + (at % 7))
      }
      return {
        fragment: new URL(await window.breakwater.share()).hash,
        events: window.breakwater.read().events,
      }
    },
    [LOG_SECONDS, RATE_PER_GROUP],
  )
}

async function arrival(page) {
  await page.waitForFunction(() => window.arrived !== undefined)
  const { atMs, verdict } = await page.evaluate(() => window.arrived)
  if (verdict !== 'reproduced') throw new Error(`the run came out as "${verdict}"`)
  return atMs
}

/** Runs in the page before its own code does. */
function noteReproduced() {
  const look = () => {
    let verdict = null
    try {
      verdict = window.breakwater.read().verdict
    } catch {
      // nothing is open yet
    }
    if (verdict !== null) window.arrived = { atMs: performance.now(), verdict }
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
