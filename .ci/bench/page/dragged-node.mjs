// How smoothly a card follows the pointer in a large design that runs.
import { measureFrames } from './measure-frames.mjs'
import { withPage } from './open-page.mjs'
import { pageRow } from './page-row.mjs'
import { sizedDocument } from './sized-document.mjs'

const DRAGS = 3

export const draggedNode = (built, { nodes, seconds }) =>
  withPage(built, { settled: true }, async (page) => {
    await page.evaluate(
      async (document) => {
        await window.breakwater.open(document)
        await window.breakwater.play(1)
      },
      sizedDocument(nodes, 20),
    )
    await page.waitForTimeout(2_000)
    const drags = []
    for (let i = 0; i < DRAGS; i++) drags.push(await dragOnce(page, seconds))
    const { fps, worstMs, longTasks } = drags.toSorted((a, b) => a.fps - b.fps)[DRAGS >> 1]
    return pageRow({
      name: `dragging a node with ${nodes} nodes`,
      value: fps,
      unit: 'frames/s',
      target: { atLeast: 60 },
      perSecond: drags.map((drag) => drag.fps),
      longTasks,
      note: `while the design runs, median of ${DRAGS}, slowest frame ${worstMs.toFixed(0)} ms`,
    })
  })

/** A drag with grip and drop; all of it is one step of the history. */
async function dragOnce(page, seconds) {
  const before = await page.evaluate(() => window.breakwater.read().history.undo)
  // Looked up before: what that costs is the measurement's and not the page's.
  const place = await placeOf(page)
  const measured = page.evaluate(measureFrames, seconds * 1_000)
  await drag(page, place, seconds)
  const { fps, worstMs, longTasks } = await measured
  const isDone = (steps) => window.breakwater.read().history.undo === steps + 1
  await page.waitForFunction(isDone, before, { timeout: 10_000 })
  return { fps, worstMs, longTasks }
}

/** One in the middle of what is seen. */
const DRAGGED = 'node-balancer-17'

async function placeOf(page) {
  const box = await page.getByTestId(DRAGGED).boundingBox()
  return [box.x + box.width / 2, box.y + box.height / 3]
}

async function drag(page, [x, y], seconds) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  const until = Date.now() + seconds * 1_000 - 300
  for (let i = 1; Date.now() < until; i++) {
    await page.mouse.move(x + 120 * Math.sin(i / 20), y + 30 + 80 * Math.sin(i / 15))
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
}
