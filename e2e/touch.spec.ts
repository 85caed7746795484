import { expect, test } from './playground.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('on a phone by touch: the graph is moved, the run is stopped and started, a node is broken and healed', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  const viewport = page.locator('.react-flow__viewport')
  const before = await viewport.getAttribute('style')
  // Playwright taps, and does not draw a finger over the glass: the browser is asked itself.
  const canvas = (await playground.by('canvas').boundingBox())!
  const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height - 60]
  const glass = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    glass.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', { x, y })
  for (let step = 1; step <= 8; step++) await touch('touchMove', { x: x - 5 * step, y: y - 4 * step })
  await touch('touchEnd')
  await expect(viewport).not.toHaveAttribute('style', before!)

  await playground.by('play').tap()
  await expect.poll(async () => (await playground.read()).playing).toBe(false)
  await playground.by('play').tap()
  await expect.poll(async () => (await playground.read()).playing).toBe(true)

  await playground.by('node-balancer').tap()
  await expect(playground.by('node-balancer')).toHaveAttribute('data-selected', 'true')
  await playground.by('tab-inspector').tap()
  await playground.by('fault-crash').tap()
  await expect(playground.by('fault-crash')).toHaveAttribute('aria-pressed', 'true')
  await playground.by('tab-canvas').tap()
  await expect(playground.by('node-balancer')).toHaveAttribute('data-state', 'down')
  await playground.by('tab-inspector').tap()
  await playground.by('fault-crash').tap()
  await expect(playground.by('fault-crash')).toHaveAttribute('aria-pressed', 'false')
  await playground.by('tab-canvas').tap()
  await expect(playground.by('node-balancer')).not.toHaveAttribute('data-state', 'down')
})
