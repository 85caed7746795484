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

/** Runs in the page. */
async function pressTheKind(times) {
  await window.breakwater.play(1)
  const cards = () => document.querySelectorAll('[data-testid=canvas] [data-testid^=node-service]').length
  const marks = []
  for (let i = 0; i < times; i++) {
    const before = cards()
    const began = performance.now()
    document.querySelector('[data-testid=kind-service]').click()
    await new Promise((resolve) => {
      const look = () => (cards() > before ? requestAnimationFrame(resolve) : requestAnimationFrame(look))
      requestAnimationFrame(look)
    })
    marks.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  return marks
}
