import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { importBundled } from '../.ci/bundle.mjs'
import type * as Engine from '../engine/designs/equality/node-side.bed.ts'
import { browserSide } from './browser-side.ts'
import { firstParting } from './first-parting.ts'
import { expect, IN_MOTION, test, type Playground } from './playground.ts'

test.use(IN_MOTION)

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = LONG ? 100 : 1
const SECONDS = LONG ? 4 : 1

const designs = fileURLToPath(new URL('../engine/designs/', import.meta.url))
const SLUGS = readdirSync(designs).filter((slug) => existsSync(`${designs}${slug}/design.ts`))

/** Catalogues are found by Vite, so that the engine comes as a bundle. */
let node: typeof Engine
test.beforeAll(async () => {
  node = (await importBundled('engine/designs/equality/node-side.bed.ts', 'equality')) as typeof Engine
})
const designOf = (slug: string) => node.DESIGNS.get(slug)!.design!

function sim(...args: string[]): string {
  const { stdout, status, stderr } = spawnSync(process.execPath, ['.ci/sim.mjs', ...args], {
    encoding: 'utf8',
  })
  expect(status, stderr).toBeLessThan(2) // 1: an objective was not met in so short a run
  return stdout
}

/** Has the page look at the run, or not: at a node's inside, and at messages under way. */
async function observe(playground: Playground, observed: boolean): Promise<void> {
  const { page } = playground
  await page.evaluate((dots) => window.breakwater.dots(dots), observed ? 96 : 0)
  // Of another design a node of that name may have been looked at.
  const looked = page.locator('.react-flow__node:has([data-selected=true])')
  if (!observed && (await looked.count()) > 0) await looked.press('Escape')
  if (observed) await playground.selectByKeyboard((await playground.read()).nodes[0])
}

/** A page opens slowly: the sample compares several designs on one, the long run each on its own. */
const PAGES = LONG
  ? SLUGS.map((slug) => [slug])
  : [0, 1, 2, 3].map((turn) => SLUGS.filter((_, i) => i % 4 === turn))

for (const slugs of PAGES) {
  test(`${slugs.join(', ')}: one digest in Node and here, each seed twice, moved differently`, async ({
    playground,
  }) => {
    test.setTimeout(LONG ? 3_600_000 : 240_000)
    await playground.open(slugs[0])
    for (const slug of slugs) await compare(playground, slug)
  })
}

async function compare(playground: Playground, slug: string): Promise<void> {
  await playground.prepare(slug)
  for (const observed of [false, true]) {
    await observe(playground, observed)
    for (let seed = 1; seed <= SEEDS; seed++) {
      // Of both runs of a seed one is in small batches, one looked at, one paced; four seeds have all that go together.
      const batch = (seed % 2 === 0) === observed ? 1 : 10_000
      const paced = seed % 4 < 2 === observed
      const [inNode, here] = [
        node.nodeSide(designOf(slug), seed),
        browserSide(playground, slug, { seed, batch, paced }),
      ]
      if ((await here.digestAt(SECONDS * 1e9)) === inNode.digestAt(SECONDS * 1e9)) continue
      const parted = await firstParting(inNode, here, SECONDS * 1e9)
      const run = JSON.stringify({ slug, seed, batch, paced, observed })
      expect(parted ?? 'They differed once, and were the same when they were run anew.', run).toBeNull()
    }
    // Opening leaves it as it was: all of those runs were looked at, or none.
    const selected = playground.page.locator('.react-flow__node [data-selected=true]')
    await expect(selected).toHaveCount(observed ? 1 : 0)
  }
}

test('where the two part is named as each has it, also when only one way of moving on makes a difference', async ({
  playground,
  page,
}) => {
  const whole = designOf('rate-limiter')
  // Small, because it is opened anew for each look of the bisection.
  const { abuser, 'api-1': api, backend } = whole.document.nodes
  const edges = whole.document.edges.filter(({ from, port }) => from === 'api-1' && port === 'next')
  const design = {
    ...whole,
    document: {
      ...whole.document,
      nodes: { abuser, 'api-1': api, backend },
      edges: [{ id: 'in', from: 'abuser', port: 'out', to: 'api-1' }, ...edges],
      slos: {},
    },
  }
  const limited = structuredClone(design.document)
  for (const item of Object.values(limited.nodes)) if (item.kind === 'rate-limiter') item.params.limit = 3
  await playground.open('rate-limiter')
  // Planted: a page in which batches of one event lower a limit.
  await page.evaluate((lower) => {
    const { breakwater } = window
    const open = breakwater.open.bind(breakwater)
    breakwater.open = (opened, wish) => open(wish?.batch === 1 ? lower : opened, wish)
  }, limited)
  const found = (batch: number) =>
    firstParting(
      node.nodeSide(design, 1),
      browserSide(playground, design.document, { seed: 1, batch, paced: false }),
      0.5e9,
    )
  const straight = (document: typeof limited) => ({
    make: () => node.worldOf({ ...design, document }, 1),
    move: (world: ReturnType<typeof node.worldOf>) => void world.runUntil(0.5e9),
  })
  const { sameEvents, nextOfA, nextOfB } = node.firstDifference(straight(design.document), straight(limited))!
  expect(await found(1)).toBe(
    `The first ${sameEvents} events are the same. Then, in Node, ${nextOfA} In the browser, ${nextOfB}`,
  )
  expect(await found(10_000)).toBeNull()
})

test('digests that the headless runner prints are those that are compared', () => {
  const rows = JSON.parse(
    sim('digest', '--designs', 'rate-limiter', '--seeds', '2', '--until', '2', '--json'),
  ) as { seed: number; digest: string }[]
  const { nodeSide } = node
  expect(rows.map(({ digest }) => digest)).toEqual(
    rows.map(({ seed }) => nodeSide(designOf('rate-limiter'), seed).digestAt(2e9)),
  )
})

for (const slug of ['rate-limiter', 'multi-datacenter-replication']) {
  test(`${slug}: the same digest played and paused, with a node's inside and all dots watched`, async ({
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
    const inNode = JSON.parse(sim('run', slug, '--seed', '1', '--until', String(until), '--json')) as {
      digest: string
    }
    expect((await playground.read()).digest).toBe(inNode.digest)
  })
}
