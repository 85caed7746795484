/** Runs in the page: frames, long tasks and dots over so many milliseconds. Stands alone, because the page gets its text. */
export async function measureFrames(forMs) {
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
      dots.push(Number(canvas?.dataset.dots ?? 0))
      if (now - seen[0] < forMs) requestAnimationFrame(tick)
      else resolve(seen)
    }
    requestAnimationFrame(tick)
  })
  observer.disconnect()
  const gaps = times.slice(1).map((time, i) => time - times[i])
  const inSecond = (second) => times.filter((time) => Math.floor((time - times[0]) / 1_000) === second).length
  return {
    /** Frames of each whole second. */
    perSecond: Array.from({ length: Math.floor(forMs / 1_000) }, (_, second) => inSecond(second)),
    fps: (gaps.length * 1000) / (times.at(-1) - times[0]),
    worstMs: Math.max(...gaps),
    longTasks: { count: tasks.length, longestMs: Math.max(0, ...tasks) },
    dots: Math.round(dots.reduce((sum, count) => sum + count, 0) / dots.length),
  }
}
