import { expect, test } from './playground.ts'

test('charts show load, goodput, errors, percentiles and the design’s own readings, with units', async ({
  playground,
}) => {
  await playground.open('multi-datacenter-replication')
  const charts = playground.by('charts')
  for (const words of [
    'offered',
    'answered well in time',
    'rejected',
    'failed',
    'requests/s',
    'p50',
    'p95',
    'p99',
    'p99.9',
  ]) {
    await expect(charts).toContainText(words)
  }
  await expect(charts).toContainText(/lag/i, { timeout: 20_000 })
  await playground
    .by('node-router-eu')
    .or(playground.page.locator('[data-testid^="node-"]').first())
    .first()
    .click()
  await expect(playground.by('figures')).toContainText('Utilization')
  await expect(playground.by('figures')).toContainText('Queue')
})

test('what was done is marked on the time line', async ({ playground }) => {
  await playground.open('rate-limiter')
  const strip = playground.by('timeline').getByRole('img')
  await expect(strip).toHaveAccessibleName(/with 0 marks/)
  await playground.choose('flip-algorithm', 'GCRA')
  await expect(strip).toHaveAccessibleName(/with 1 mark/)
})

for (const [slug, strategy, b] of [
  ['caching-techniques', /evict/i, /^FIFO/],
  ['rate-limiter', 'Algorithm', 'Fixed window'],
] as const) {
  test(`${slug}: two settings run side by side on one seed and load`, async ({ playground }) => {
    await playground.open(slug)
    await playground.by('compare').click()
    await playground.choose('compare-switch', strategy)
    await playground.choose('compare-b', b)
    await playground.by('compare-start').click()
    await expect(playground.by('lane')).toContainText('A:')
    await expect(playground.by('lane')).toContainText('B:')
    await playground.by('play').click()
    await playground.runUntil(5)
    const [one, two] = [await playground.read(0), await playground.read(1)]
    expect(one.totals.offered).toBe(two.totals.offered)
    expect(one.digest).not.toBe(two.digest)
    await expect(playground.by('charts')).toContainText(/A[:,]? /)
    await expect(playground.by('charts')).toContainText(/B[:,]? /)
    await playground.by('lane').getByText(/^B:/).click()
    await playground.by('compare-end').click()
    await expect(playground.by('compare')).toBeVisible()
  })
}

test('the world map says what people of each region wait for, and shows a region that is gone', async ({
  playground,
  page,
}) => {
  await playground.prepare('multi-datacenter-replication')
  await playground.runUntil(6)
  const singapore = playground.by('place-ap-southeast')
  await expect(singapore).toContainText(/Singapore.*writes \(p99\) \d+/)
  await expect(singapore).toHaveAttribute('data-state', 'calm')
  await page.evaluate(() =>
    window.breakwater.inject({ fault: 'region-outage', on: { region: 'ap-southeast' } }),
  )
  await playground.runUntil(8)
  await expect(singapore).toHaveAttribute('data-state', 'down')
  await expect(singapore).toContainText('lag –')
})
