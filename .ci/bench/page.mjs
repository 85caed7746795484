// How smoothly the page draws while the simulation runs flat out, and how soon it answers.
import { openBuiltPage, untilItRuns } from '../built-page.mjs'
import { sizedDocument } from './sized-document.mjs'

const VIEWPORT = { width: 1440, height: 900 }
/** Fifteen frames a second, a dot lives 0.7 s, and a sample is between half and all of what it may be. */
const A_FRAME = { 1_000: 128, 5_000: 720 }

/** Rows `{ suite, name, value, unit, note }` of the page. */
export async function benchPage({ quick, tell }) {
  const built = await openBuiltPage()
  const rows = []
  const take = (measured) => {
    rows.push(measured)
    tell(measured)
  }
  try {
    take(await firstDesign(built, quick ? 2 : 7))
    for (const nodes of quick ? [60] : [60, 200, 500]) {
      for (const dots of quick ? [1_000] : [1_000, 5_000]) {
        for (const panned of [false, true])
          take(await frames(built, { nodes, dots, panned, seconds: quick ? 3 : 8 }))
      }
    }
    take(await controlToEffect(built, quick ? 5 : 25))
  } finally {
    await built.close()
  }
  return rows
}

const row = (name, value, unit, note = '') => ({ suite: 'page', name, value, unit, note })

async function firstDesign(built, times) {
  const took = []
  for (let i = 0; i < times; i++) {
    const page = await built.newPage({ viewport: VIEWPORT })
    await page.goto(built.address)
    await untilItRuns(page)
    took.push(await page.evaluate(() => performance.now()))
    await page.context().close()
  }
  return [
    row(
      'first design runs after',
      median(took),
      'ms',
      `navigation to first answered request, median of ${times}`,
    ),
  ]
}

async function frames(built, { nodes, dots, panned, seconds }) {
  const page = await built.newPage({ viewport: VIEWPORT })
  await page.goto(built.address)
  await untilItRuns(page)
  await page.evaluate(
    async ([document, aFrame]) => {
      window.breakwater.dots(aFrame)
      await window.breakwater.open(document)
      await window.breakwater.play(Infinity)
    },
    [sizedDocument(nodes, 300), A_FRAME[dots]],
  )
  await page.waitForTimeout(2_000)
  const measured = page.evaluate(measureFrames, seconds * 1_000)
  if (panned) await pan(page, seconds)
  const { fps, worstMs, longTasks, longestMs, seen } = await measured
  await page.context().close()
  const name = `${nodes} nodes, ${dots} dots${panned ? ', panned' : ''}`
  const note = `${seen} dots seen, slowest frame ${worstMs.toFixed(0)} ms, ${longTasks} long tasks${longTasks > 0 ? ` (longest ${longestMs.toFixed(0)} ms)` : ''}`
  return row(name, fps, 'frames/s', note)
}

/** Runs in the page: frames and long tasks over so many milliseconds. */
async function measureFrames(forMs) {
  const tasks = []
  const observer = new PerformanceObserver((list) =>
    tasks.push(...list.getEntries().map(({ duration }) => duration)),
  )
  observer.observe({ type: 'longtask' })
  const canvas = document.querySelector('[data-testid=flights]')
  const dots = []
  const times = await new Promise((resolve) => {
    const seen = []
    const tick = (now) => {
      seen.push(now)
      dots.push(Number(canvas.dataset.dots ?? 0))
      if (now - seen[0] < forMs) requestAnimationFrame(tick)
      else resolve(seen)
    }
    requestAnimationFrame(tick)
  })
  observer.disconnect()
  const gaps = times.slice(1).map((time, i) => time - times[i])
  return {
    fps: (gaps.length * 1000) / (times.at(-1) - times[0]),
    worstMs: Math.max(...gaps),
    longTasks: tasks.length,
    longestMs: Math.max(0, ...tasks),
    seen: Math.round(dots.reduce((sum, count) => sum + count, 0) / dots.length),
  }
}

async function pan(page, seconds) {
  const until = Date.now() + seconds * 1_000 - 300
  await page.mouse.move(700, 450)
  await page.mouse.down()
  for (let i = 0; Date.now() < until; i++) {
    await page.mouse.move(700 + 200 * Math.sin(i / 20), 300 + 100 * Math.cos(i / 15))
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
}

/** From a slider moved by a key to the first picture in which the run has taken the command. */
async function controlToEffect(built, times) {
  const page = await built.newPage({ viewport: VIEWPORT })
  await page.goto(`${built.address}#caching-techniques`)
  await untilItRuns(page)
  const took = await page.evaluate(async (count) => {
    await window.breakwater.play(1)
    const marks = []
    for (let i = 0; i < count; i++) {
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
  }, times)
  await page.context().close()
  return row(
    'control moved to its effect shown',
    median(took),
    'ms',
    `median of ${times}, slowest ${Math.max(...took).toFixed(0)} ms`,
  )
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
