import { expect, test } from './playground.ts'

test('the rate is dragged and typed while it runs, and the requests follow', async ({ playground, page }) => {
  await playground.open('caching-techniques')
  await playground.type('param-users-ratePerSecond', '400')
  await expect.poll(() => playground.reading('users.attempts')).toBeLessThan(600)
  const slider = playground.by('param-users-ratePerSecond').getByRole('slider')
  await slider.focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp')
  await expect.poll(() => playground.reading('users.attempts'), { timeout: 20_000 }).toBeGreaterThan(700)
})

test('reads, popularity, skew, pattern and what a client does when it fails can all be set', async ({
  playground,
}) => {
  await playground.open('caching-techniques')
  await playground.type('param-users-readShare', '0.5')
  await playground.choose('set-users-popularity', /uniform/i)
  await playground.choose('set-users-pattern', /spike/i)
  await playground.by('settings-users').click()
  const inspector = playground.by('inspector')
  await inspector.getByTestId('set-users-retries-entry').fill('3')
  await inspector.getByTestId('set-users-retries-entry').press('Enter')
  for (const name of ['timeoutMs', 'backoff', 'jitter', 'obeyRetryAfter', 'keySkew']) {
    await expect(inspector.getByTestId(`param-users-${name}`)).toBeAttached()
  }
  const { params } = await playground.page.evaluate(() => ({ params: window.breakwater.read().settings }))
  expect(params).toBeDefined()
  await expect.poll(() => playground.reading('users.attempts')).toBeGreaterThan(0)
})

test('a number out of range is refused at its field, and the run goes on', async ({ playground }) => {
  await playground.open('rate-limiter')
  const field = playground.by('param-users-ratePerSecond')
  await playground.type('param-users-ratePerSecond', '-5')
  await expect(field.getByRole('alert')).toContainText('must be')
  await playground.type('param-users-ratePerSecond', 'many')
  await expect(field.getByRole('alert')).toContainText('must be a number, not "many"')
  const { now } = await playground.read()
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(now)
  await playground.type('param-users-ratePerSecond', '80')
  await expect(field.getByRole('alert')).toHaveCount(0)
})
