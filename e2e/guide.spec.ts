import { expect, test } from './playground.ts'

for (const slug of [
  'rate-limiter',
  'caching-techniques',
  'hotel-reservation',
  'multi-datacenter-replication',
]) {
  test(`${slug}: problem, requirements, data model and trade-offs, each with something to try`, async ({
    playground,
  }) => {
    await playground.open(slug)
    const guide = playground.by('guide')
    for (const heading of [/problem/i, /must do/i, /data model/i, /trade-offs/i]) {
      await expect(guide.getByRole('heading', { name: heading }).first()).toBeAttached()
    }
    expect(await guide.getByRole('button').count()).toBeGreaterThan(6)
    await playground.by('guide-sheets').getByText('Estimates').click()
    await expect(playground.by('estimates').locator('dd').first()).toHaveText(/\d/)
    await expect(playground.by('estimates')).toContainText('=')
    await playground.by('guide-sheets').getByText('Questions').click()
    const question = playground.by('questions').locator('details').first()
    await question.locator('summary').click()
    await expect(question.locator('p')).toBeVisible()
  })
}

test('a directive does to the run what the sentence says', async ({ playground }) => {
  await playground.open('caching-techniques')
  await playground.by('guide').getByRole('button', { name: 'Database' }).first().click()
  await expect(playground.by('inspector')).toContainText('Database')
})

test('the guide of the hotel plays every anomaly at every isolation level, and tells the steps', async ({
  playground,
}) => {
  await playground.open('hotel-reservation')
  const outcome = (code: string, level: string) => playground.by(`anomaly-${code}-${level}`)
  await expect(outcome('P4', 'read-committed')).toHaveText('happens')
  await expect(outcome('P4', 'snapshot')).toHaveText('rolled back')
  await expect(outcome('G2-item', 'serializable')).toHaveText('rolled back')
  await playground.by('anomalies-locking').check()
  await expect(outcome('PMP', 'serializable')).toHaveText('waits')
  await outcome('PMP', 'read-committed').click()
  await expect(playground.by('anomaly-course')).toContainText('scan 1 to 9 above 15sees 18')
})
