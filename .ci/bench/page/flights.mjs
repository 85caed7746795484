// How smoothly requests are drawn while the simulation runs, flat out unless a speed is given.
import { measureFrames } from './measure-frames.mjs'
import { withPage } from './open-page.mjs'
import { pageRow } from './page-row.mjs'
import { sizedDocument } from './sized-document.mjs'

/** Fifteen frames a second, a dot lives 0.7 s, and a sample is between half and all of what it may be. */
const A_FRAME = { 1_000: 160, 5_000: 720 }

export const flights = (built, { nodes, dots, panned = false, speed = Infinity, seconds }) =>
  withPage(built, { settled: true }, async (page) => {
    await page.evaluate(
      async ([document, aFrame, speed]) => {
        window.breakwater.dots(aFrame)
        await window.breakwater.open(document)
        await window.breakwater.play(speed)
      },
      [sizedDocument(nodes, 300), A_FRAME[dots], speed],
    )
    await page.waitForTimeout(2_000)
    const measured = page.evaluate(measureFrames, seconds * 1_000)
    if (panned) await pan(page, seconds)
    const { fps, perSecond, worstMs, longTasks, dots: seen } = await measured
    return pageRow({
      name: `${nodes} nodes, ${dots} dots${speed === Infinity ? '' : `, at ${speed}×`}${panned ? ', panned' : ''}`,
      value: fps,
      unit: 'frames/s',
      target: { atLeast: 60 },
      perSecond,
      longTasks,
      note: `${speed === Infinity ? 'flat out' : `at ${speed}×`}, ${seen} dots seen, slowest frame ${worstMs.toFixed(0)} ms`,
    })
  })

async function pan(page, seconds) {
  const [x, y] = await page.evaluate(placeBetweenCards)
  const until = Date.now() + seconds * 1_000 - 300
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let i = 0; Date.now() < until; i++) {
    await page.mouse.move(x + 200 * Math.sin(i / 20), y + 100 * Math.sin(i / 15))
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
}

/** Runs in the page: where a press takes hold of the view and not of a card or an edge. */
function placeBetweenCards() {
  const { x, y, width, height } = document.querySelector('[data-testid=canvas]').getBoundingClientRect()
  for (let step = 0; step < 400; step++) {
    const [left, top] = [x + width * (0.3 + 0.001 * step), y + height / 2]
    if (document.elementFromPoint(left, top)?.classList.contains('react-flow__pane')) return [left, top]
  }
  throw new Error('No place between the cards was found.')
}
