import { expect, IN_MOTION, test } from './playground.ts'

test.use(IN_MOTION)

test('soon after the page has loaded a design runs and requests are seen to move', async ({
  playground,
  page,
}) => {
  await page.goto('./', { waitUntil: 'load' })
  await playground.runs()
  await expect(playground.by('design-title')).toContainText('Rate limiter')
  await expect(playground.by('flights')).toBeVisible()
  const picture = () => playground.by('flights').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await picture()
  await expect.poll(picture).not.toBe(before)
})

test('the page asks nothing of anybody but its own server', async ({ playground, page, baseURL }) => {
  const elsewhere: string[] = []
  const here = new URL(baseURL!).origin
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== here) elsewhere.push(request.url())
  })
  await page.goto('./')
  await playground.runs()
  for (const slug of ['caching-techniques', 'hotel-reservation', 'multi-datacenter-replication']) {
    await playground.prepare(slug)
    await playground.runUntil(1)
  }
  expect(elsewhere).toEqual([])
})

test.describe('what a first visit keeps', () => {
  test.use({ serviceWorkers: 'allow' })
  test('once it was open it opens without a network', async ({ playground, page, context }) => {
    await playground.open()
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await context.setOffline(true)
    await page.reload()
    await playground.runs()
    await playground.by('open-gallery').click()
    await playground.by('design-hotel-reservation').click()
    await expect(playground.by('design-title')).toContainText('Hotel reservation')
    await playground.runs()
    await expect(playground.by('guide')).toContainText('The problem')
  })
})

test.describe('what a first visit waits for', () => {
  test('stays under 400 kB, compressed', async ({ playground, page }) => {
    const { gzipSync } = await import('node:zlib')
    const sizes: Promise<number>[] = []
    let counting = true
    page.on('response', (response) => {
      if (!counting || !response.url().startsWith('http') || response.status() !== 200) return
      const isFont = response.url().endsWith('.woff2')
      sizes.push(response.body().then((body) => (isFont ? body.length : gzipSync(body, { level: 9 }).length)))
    })
    await page.goto('./')
    await playground.runs()
    await expect(playground.by('guide')).toContainText('The problem')
    counting = false
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    console.log(`first load: ${bytes} bytes, compressed`)
    expect(bytes).toBeGreaterThan(100_000)
    expect(bytes).toBeLessThan(400_000)
  })
})
