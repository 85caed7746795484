// From a slider moved by a key to the end of the first picture that shows what the run did after it took the command.
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
    const clock = document.querySelector('[data-testid=clock]')
    const began = performance.now()
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    while (window.breakwater.read().commands === before) await nextFrame()
    // What the run does from then on reaches the page with the frame that shows a later instant.
    const shown = clock.textContent
    while (clock.textContent === shown) await nextFrame()
    // A task behind a frame comes when it is painted.
    await nextFrame()
    await new Promise((resolve) => setTimeout(resolve))
    marks.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return marks
}
