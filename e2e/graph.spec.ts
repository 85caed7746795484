import { expect, IN_MOTION, test } from './playground.ts'

test.use(IN_MOTION)

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

test('from very far a card is a block that says its state; it can be chosen and moved there', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  const card = playground.by('node-store')
  await page.evaluate(() => window.breakwater.inject({ fault: 'crash', on: { node: 'store' } }))
  for (let i = 0; i < 12; i++) await page.getByRole('button', { name: 'Zoom out' }).click()
  await expect(playground.by('canvas')).toHaveAttribute('data-detail', 'map')
  await expect(card).toHaveText('')
  await expect(card).toHaveAttribute('title', 'Counters')
  await expect(card).toHaveAttribute('data-state', 'down')
  const before = await card.boundingBox()
  const [x, y] = [before!.x + before!.width / 2, before!.y + before!.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y + 30, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => (await card.boundingBox())!.x - before!.x).toBeGreaterThan(30)
  await expect(playground.by('node-name')).toHaveValue('Counters')
  await page.getByRole('button', { name: 'Fit the whole design' }).click()
  await expect(card).toContainText('Counters')
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

test('a frame drawn around cards selects them, whatever edges are between them', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  const [users, balancer] = await Promise.all(
    ['users', 'balancer'].map((id) => playground.by(`node-${id}`).boundingBox()),
  )
  await page.keyboard.down('Shift')
  await page.mouse.move(users!.x - 10, users!.y - 10)
  await page.mouse.down()
  await page.mouse.move(balancer!.x + 40, balancer!.y + 20, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  for (const id of ['users', 'balancer'])
    await expect(playground.by(`node-${id}`)).toHaveAttribute('data-selected', 'true')
  await expect(playground.by('bulk-inspector')).toBeVisible()
})

test('an edge is chosen by mouse, and by keyboard let go', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  const edge = playground.by('edge-users.out>balancer')
  const middle = await edge
    .locator('path')
    .last()
    .evaluate((path: SVGPathElement) => {
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM()!)
      return { x, y }
    })
  await page.mouse.click(middle.x, middle.y)
  await expect(edge).toHaveAttribute('data-selected', 'true')
  await expect(playground.by('inspector')).toContainText('Connection by port')
  await edge.focus()
  await page.keyboard.press('Escape')
  await expect(edge).toHaveAttribute('data-selected', 'false')
})
