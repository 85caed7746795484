import { spawnSync } from 'node:child_process'
import { expect, test } from './playground.ts'

const SLUGS = ['rate-limiter', 'caching-techniques', 'hotel-reservation', 'multi-datacenter-replication']
const SECONDS = 6

function inNode(slug: string): string {
  const args = ['.ci/sim.mjs', 'run', slug, '--seed', '11', '--until', String(SECONDS), '--json']
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status, stderr).toBeLessThan(2) // 1: an objective was not met in so short a run
  return (JSON.parse(stdout) as { digest: string }).digest
}

for (const slug of SLUGS) {
  test(`${slug}: one digest in Node and here, flat out and paced, watched and not`, async ({
    playground,
    page,
  }) => {
    const digest = inNode(slug)
    await playground.prepare(slug, { seed: 11 })
    await playground.runUntil(SECONDS)
    expect((await playground.read()).digest).toBe(digest)

    // In pieces at different speeds, with a node's inside and all dots watched.
    await playground.prepare(slug, { seed: 11 })
    await page.locator('.react-flow__node [data-state]').first().click()
    await page.evaluate(async () => {
      await window.breakwater.play(1)
    })
    await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(1)
    await page.evaluate(async () => {
      await window.breakwater.pause()
    })
    expect((await playground.read()).now).toBeLessThan(SECONDS)
    await playground.runUntil(SECONDS)
    expect((await playground.read()).digest).toBe(digest)
  })
}
