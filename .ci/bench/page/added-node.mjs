// From a press on a kind in the palette to the first picture with its card, in a design that runs.
import { withPage } from './open-page.mjs'
import { timesRow } from './page-row.mjs'

export const addedNode = (built, times) =>
  withPage(built, { fragment: '#caching-techniques', settled: true }, async (page) => {
    await page.getByTestId('tab-build').click()
    await page.waitForSelector('[data-testid=kind-service]')
    const took = await page.evaluate(pressTheKind, times)
    return timesRow('added node shown', took, 100, 'while the design runs')
  })

/** Runs in the page. A frame in which the card is there ends in its picture; what is posted in the frame comes after it. */
async function pressTheKind(times) {
  await window.breakwater.play(1)
  const seen = (card) => getComputedStyle(card).visibility === 'visible'
  const cards = () =>
    [...document.querySelectorAll('[data-testid=canvas] [data-testid^=node-service]')].filter(seen).length
  const afterPainting = new MessageChannel()
  afterPainting.port1.start()
  const marks = []
  for (let i = 0; i < times; i++) {
    const before = cards()
    const began = performance.now()
    document.querySelector('[data-testid=kind-service]').click()
    await new Promise((resolve) => {
      afterPainting.port1.addEventListener('message', resolve, { once: true })
      const look = () =>
        cards() > before ? afterPainting.port2.postMessage(null) : requestAnimationFrame(look)
      requestAnimationFrame(look)
    })
    marks.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  return marks
}
