import { expect, test } from './playground.ts'

test('every node shows its kind, its state and figures that move', async ({ playground, page }) => {
  await playground.open('caching-techniques')
  const nodes = page.locator('.react-flow__node [data-state]')
  await expect(nodes).toHaveCount(10)
  const hitRate = playground.by('node-cache-1').getByTestId('reading-cache-1.hitRate')
  await expect(hitRate).toHaveText(/^\d+/)
  const first = await hitRate.textContent()
  await expect.poll(() => hitRate.textContent()).not.toBe(first)
  await expect(playground.by('node-database')).toContainText('Database')
})

test('failure and saturation are seen on the node', async ({ playground, page }) => {
  await playground.open('caching-techniques')
  await playground.by('tab-faults').click()
  await page.evaluate(() => window.breakwater.inject({ fault: 'crash', on: { node: 'cache-1' } }))
  await expect(playground.by('node-cache-1')).toHaveAttribute('data-state', 'down')
  await page.evaluate(() =>
    window.breakwater.inject({ fault: 'slow', on: { node: 'database' }, params: { factor: 20 } }),
  )
  await expect(playground.by('node-database')).toHaveAttribute('data-state', /saturated|strained|failing/, {
    timeout: 20_000,
  })
})

test('a node is chosen by mouse, and by keyboard', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await playground.by('node-store').click()
  await expect(playground.by('node-name')).toHaveValue('Counters')
  await page
    .locator('.react-flow__node')
    .filter({ has: playground.by('node-backend') })
    .focus()
  await page.keyboard.press('Enter')
  await expect(playground.by('node-name')).toHaveValue('Backend')
})
