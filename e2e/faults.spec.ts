import { expect, IN_MOTION, test } from './playground.ts'

test.use(IN_MOTION)

test('one click breaks what the entry names; the node shows it; lifting heals it', async ({ playground }) => {
  await playground.open('rate-limiter')
  await playground.by('tab-faults').click()
  await playground.by('break-store down').click()
  await expect(playground.by('active-faults')).toContainText('Pause')
  await expect(playground.by('node-store')).toHaveAttribute('data-state', 'paused')
  await playground.by('lift-store-down').click()
  await expect(playground.by('active-faults')).toHaveCount(0)
  await expect(playground.by('node-store')).not.toHaveAttribute('data-state', 'paused')
})

test('every fault can be injected from the panel, somewhere', async ({ playground, page }) => {
  await playground.open('caching-techniques')
  await playground.by('tab-faults').click()
  await playground.by('fault-kind').click()
  const options = await page.getByRole('option').allTextContents()
  await page.keyboard.press('Escape')
  expect(options.length).toBeGreaterThanOrEqual(15)
  for (const name of [
    'Crash',
    'Pause',
    'Slow',
    'Partition',
    'Loss',
    'Delay',
    'Duplicat',
    'Reorder',
    'skew',
    'flush',
    'Hot key',
    'spike',
  ]) {
    expect(
      options.some((option) => option.toLowerCase().includes(name.toLowerCase())),
      name,
    ).toBe(true)
  }
  await playground.choose('fault-kind', 'Crash')
  await playground.choose('fault-place', 'Cache 2')
  await playground.by('inject-fault').click()
  await expect(playground.by('node-cache-2')).toHaveAttribute('data-state', 'down')
})

test('from a node: injected and lifted in its inspector', async ({ playground }) => {
  await playground.open('caching-techniques')
  await playground.by('node-cache-1').click()
  const menu = playground.by('fault-menu')
  await menu.getByTestId('fault-crash').click()
  await expect(playground.by('node-cache-1')).toHaveAttribute('data-state', 'down')
  await expect(menu.getByTestId('fault-crash')).toHaveAttribute('aria-pressed', 'true')
  await menu.getByTestId('fault-crash').click()
  await expect(playground.by('node-cache-1')).not.toHaveAttribute('data-state', 'down')
})

test('from an edge: cut in one direction by keyboard', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  const edge = page.locator('[data-edge]').last()
  await edge.focus()
  await page.keyboard.press('Enter')
  await expect(playground.by('inspector')).toContainText('Connection by port')
  const cut = playground
    .by('fault-menu')
    .getByRole('button', { name: /partition/i })
    .first()
  await cut.focus()
  await page.keyboard.press('Enter')
  await expect(cut).toHaveAttribute('aria-pressed', 'true')
  expect((await playground.read()).faults).toHaveLength(1)
})

test('a fault where it does not apply says why', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await expect(
    page.evaluate(() => window.breakwater.inject({ fault: 'flush', on: { node: 'users' } })),
  ).rejects.toThrow(/users|client/i)
})
