import { expect, IN_MOTION, test } from './playground.ts'

test.use(IN_MOTION)

test('pauses, steps by event and by 10 ms, and says what the event was', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await playground.by('play').click()
  await expect.poll(async () => (await playground.read()).playing).toBe(false)
  const { now } = await playground.read()
  await playground.by('step-event').click()
  await expect(playground.by('last-step')).toHaveText(/\w+/)
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThanOrEqual(now)
  const stepped = (await playground.read()).now
  await playground.by('step-10ms').click()
  await expect.poll(async () => (await playground.read()).now).toBeCloseTo(stepped + 0.01, 6)
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press(' ')
  await expect.poll(async () => (await playground.read()).playing).toBe(true)
})

test('runs at a tenth, at ten times, and flat out', async ({ playground }) => {
  await playground.open('rate-limiter')
  await playground.choose('speed', '0.1×')
  const { now } = await playground.read()
  await playground.choose('speed', '10×')
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(now + 5)
  await playground.choose('speed', /flat out/i)
  const faster = (await playground.read()).now
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(faster + 20)
})

test('restarts on the same seed to the same digest, and on another to another', async ({ playground }) => {
  await playground.prepare('caching-techniques', { seed: 5 })
  await playground.runUntil(2)
  const { digest } = await playground.read()
  await playground.by('restart').click()
  await expect.poll(async () => (await playground.read()).now).toBe(0)
  await playground.runUntil(2)
  expect((await playground.read()).digest).toBe(digest)
  await playground.by('new-seed').click()
  await expect.poll(async () => (await playground.read()).seed).not.toBe(5)
  await playground.runUntil(2)
  expect((await playground.read()).digest).not.toBe(digest)
})

test('a seed that is none is refused with a sentence', async ({ playground }) => {
  await playground.open('rate-limiter')
  await playground.by('seed').fill('1.5')
  await playground.by('seed').press('Enter')
  await expect(playground.by('notice')).toContainText('The seed must be a whole number')
  expect((await playground.read()).seed).toBe(1)
})
