// From a slider moved by a key to the first picture in which the run has taken the command.
import { withPage } from './open-page.mjs'
import { timesRow } from './page-row.mjs'

export const controlToEffect = (built, times) =>
  withPage(built, { fragment: '#caching-techniques', settled: true }, async (page) => {
    await page.waitForSelector('[data-testid=param-users-ratePerSecond] [role=slider]')
    const took = await page.evaluate(moveTheSlider, times)
    return timesRow('control moved to its effect in a frame', took, 100)
  })

/** Runs in the page. */
async function moveTheSlider(times) {
  await window.breakwater.play(1)
  const marks = []
  for (let i = 0; i < times; i++) {
    const slider = document.querySelector('[data-testid=param-users-ratePerSecond] [role=slider]')
    const before = window.breakwater.read().commands
    const began = performance.now()
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    await new Promise((resolve) => {
      const look = () =>
        window.breakwater.read().commands > before ? resolve() : requestAnimationFrame(look)
      look()
    })
    marks.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return marks
}
