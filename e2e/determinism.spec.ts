import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, IN_MOTION, test } from './playground.ts'

test.use(IN_MOTION)

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = LONG ? 100 : 3
const SECONDS = LONG ? 4 : 2

const designs = fileURLToPath(new URL('../engine/designs/', import.meta.url))
const SLUGS = readdirSync(designs).filter((slug) => existsSync(`${designs}${slug}/design.ts`))

function sim(...args: string[]): string {
  const { stdout, status, stderr } = spawnSync(process.execPath, ['.ci/sim.mjs', ...args], {
    encoding: 'utf8',
  })
  expect(status, stderr).toBeLessThan(2) // 1: an objective was not met in so short a run
  return stdout
}

/** Digests of all designs in Node, by slug and seed. */
function digestsInNode(): Map<string, string> {
  const rows = JSON.parse(
    sim('digest', '--designs', 'all', '--seeds', String(SEEDS), '--until', String(SECONDS), '--json'),
  ) as { design: string; seed: number; digest: string }[]
  return new Map(rows.map(({ design, seed, digest }) => [`${design} ${seed}`, digest]))
}

const digestAt = (slug: string, seed: number, seconds: number): string =>
  (
    JSON.parse(sim('run', slug, '--seed', String(seed), '--until', String(seconds), '--json')) as {
      digest: string
    }
  ).digest

let inNode: Map<string, string>
test.beforeAll(() => {
  inNode = digestsInNode()
})

for (const slug of SLUGS) {
  test(`${slug}: one digest in Node and here, over seeds`, async ({ playground, page }) => {
    test.setTimeout(LONG ? 3_600_000 : 120_000)
    await playground.open(slug)
    for (let seed = 1; seed <= SEEDS; seed++) {
      await playground.prepare(slug, { seed })
      await playground.runUntil(SECONDS)
      const { digest } = await playground.read()
      if (digest === inNode.get(`${slug} ${seed}`)) continue
      // Bisect for the instant from which on they differ, and say what happens there.
      let [same, differ] = [0, SECONDS]
      while (differ - same > 1e-6) {
        const middle = (same + differ) / 2
        await playground.prepare(slug, { seed })
        await playground.runUntil(middle)
        if ((await playground.read()).digest === digestAt(slug, seed, middle)) same = middle
        else differ = middle
      }
      await playground.prepare(slug, { seed })
      await playground.runUntil(same)
      await playground.by('step-event').click()
      const event = await page.getByRole('status').allTextContents()
      expect(digest, `seed ${seed} differs from ${same} s on: ${event.join(' ')}`).toBe(
        inNode.get(`${slug} ${seed}`),
      )
    }
  })
}

for (const slug of ['rate-limiter', 'multi-datacenter-replication']) {
  test(`${slug}: the same digest paced and in pieces, with a node's inside and all dots watched`, async ({
    playground,
    page,
  }) => {
    await playground.prepare(slug, { seed: 1 })
    await page.locator('.react-flow__node [data-state]').first().click()
    await page.evaluate(async () => {
      await window.breakwater.play(1)
    })
    await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(0.5)
    await page.evaluate(async () => {
      await window.breakwater.pause()
    })
    const { now } = await playground.read()
    const until = Math.ceil(now) + 2
    await playground.runUntil(until)
    expect((await playground.read()).digest).toBe(digestAt(slug, 1, until))
  })
}
