import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, Playground, test } from './playground.ts'

/** A running design, edited under way: a server added behind the balancer, a breaker put on an edge, a client given another load. */
async function edited(playground: Playground, page: Page): Promise<void> {
  await playground.prepare('rate-limiter', { seed: 4 })
  await page.evaluate(() => window.breakwater.dots(0))
  await playground.runUntil(1)
  await page.evaluate(async () => {
    const { edit } = window.breakwater
    const added = await edit.add('service', [5, 5], { workers: 4 })
    const [client] = Object.entries(edit.document().nodes).find(([, { kind }]) => kind === 'client')!
    await edit.set([client], 'ratePerSecond', 90)
    await edit.connect(client, 'out', added)
    await edit.move({ [added]: [6, 6] })
  })
  await playground.runUntil(2)
}

test('a node that is added to a running design is on the canvas at once', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await page.evaluate(() => window.breakwater.edit.add('cache')) // its code and its card's picture are loaded
  // How many pictures are drawn until it is there; how long one takes is the machine's business.
  const pictures = await page.evaluate(async () => {
    const id = await window.breakwater.edit.add('cache', [6, 4])
    let drawn = 0
    while (document.querySelector(`[data-testid="node-${id}"]`) === null) {
      await new Promise(requestAnimationFrame)
      drawn++
    }
    return drawn
  })
  expect(pictures).toBeLessThanOrEqual(6)
  await expect.poll(async () => (await playground.read()).readings['cache-2.rate']).toBe(0)
})

test('what is undone is undone in the run too', async ({ playground, page }) => {
  await edited(playground, page)
  const before = await playground.read()
  expect(before.history).toEqual({ undo: 4, redo: 0 })
  await page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await window.breakwater.edit.undo()
  })
  await playground.runUntil(2.5)
  const after = await playground.read()
  expect(after.nodes).toEqual(before.nodes.filter((id) => id !== 'service'))
  expect(Object.keys(after.readings).filter((id) => id.startsWith('service.'))).toEqual([])
  expect(after.history).toEqual({ undo: 0, redo: 4 })
})

test('a link does the run again in another browser, to the same digest, and so does the command line', async ({
  playground,
  page,
  browser,
}, info) => {
  await edited(playground, page)
  const { digest } = await playground.read()
  const link = await page.evaluate(() => window.breakwater.share())
  const file = info.outputPath('run.json')
  writeFileSync(file, await page.evaluate(() => window.breakwater.exportFile()))

  const context = await browser.newContext()
  const other = new Playground(await context.newPage())
  await other.page.goto(link)
  await expect
    .poll(
      () =>
        other.read().then(
          ({ verdict }) => verdict,
          () => null,
        ),
      { timeout: 30_000 },
    )
    .toBe('reproduced')
  const read = await other.read()
  expect(read.digest).toBe(digest)
  expect([read.now, read.playing]).toEqual([2, false])
  expect(await other.page.evaluate(() => window.breakwater.edit.document().nodes.service.at)).toEqual([6, 6])
  expect(other.troubles).toEqual([])
  await context.close()

  const { stdout, status, stderr } = spawnSync(process.execPath, ['.ci/sim.mjs', 'run', file, '--json'], {
    encoding: 'utf8',
  })
  expect(status, stderr).toBeLessThan(2)
  expect((JSON.parse(stdout) as { digest: string }).digest).toBe(digest)
})

test('half a link says so, and another design opens', async ({ playground, page }) => {
  await page.goto('./#run=AAAA')
  await expect(page.getByText('cut off or damaged')).toBeVisible({ timeout: 30_000 })
  await playground.runs()
})

test('an edited design is kept, and opens again after the page was closed', async ({ playground, page }) => {
  await edited(playground, page)
  const kept = await page.evaluate(() => window.breakwater.library.state())
  expect(kept).toMatchObject({ state: 'kept', problem: null })
  expect(kept.designs).toHaveLength(1)
  // Loaded anew, this tab goes on with it; another finds it in the list.
  await page.reload()
  await playground.runs()
  await expect(playground.by('node-service')).toBeVisible()
  expect((await page.evaluate(() => window.breakwater.library.state())).designs).toHaveLength(1)
  const other = new Playground(await page.context().newPage())
  await other.open()
  await expect(other.by('node-service')).toHaveCount(0)
  const opened = await other.page.evaluate(async () => {
    const { library, edit } = window.breakwater
    const [{ id }] = (await library.state()).designs!
    await library.open(id)
    return edit.document().nodes.service.kind
  })
  expect(opened).toBe('service')
})

test('two tabs on one design do not overwrite each other', async ({ playground, page, context }) => {
  await edited(playground, page)
  const { current } = await page.evaluate(() => window.breakwater.library.state())
  const other = new Playground(await context.newPage())
  await other.open()
  await other.page.evaluate((id) => window.breakwater.library.open(id), current!.id)
  await other.page.evaluate(async () => {
    await window.breakwater.edit.rename('service', 'From the other tab')
    await window.breakwater.library.state()
  })
  await expect
    .poll(() => page.evaluate(async () => (await window.breakwater.library.state()).problem?.why), {
      timeout: 30_000,
    })
    .toBe('conflict')
})

test('the page runs what lies beside it and nothing else', async ({ playground, page }) => {
  const violations: string[] = []
  await page.exposeFunction('noteViolation', (what: string) => violations.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      ;(window as unknown as { noteViolation(what: string): void }).noteViolation(
        `${violatedDirective} ${blockedURI}`,
      )
    })
  })
  await edited(playground, page)
  await page.evaluate(() => window.breakwater.exportAs('report'))
  expect(violations).toEqual([])

  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.head.append(script)
    const image = document.createElement('div')
    image.innerHTML = '<img src="data:x" onerror="window.injected = true">'
    document.body.append(image)
    const reached = await fetch('https://example.org/').then(
      () => true,
      () => false,
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    return [(window as unknown as { injected?: boolean }).injected ?? false, reached]
  })
  expect(ran).toEqual([false, false])
  await expect.poll(() => violations.length).toBeGreaterThanOrEqual(3)
  playground.troubles.length = 0 // the refusals are on the console too, as they should be
})

test('an edit that is made just before the page is loaded anew is kept', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await page.evaluate(() => window.breakwater.library.state()) // the code that keeps is loaded
  const loaded = page.waitForEvent('load')
  await page.evaluate(async () => {
    await window.breakwater.edit.add('cache', [9, 9])
    setTimeout(() => location.reload())
  })
  await loaded
  await playground.runs()
  await expect(playground.by('node-cache')).toBeVisible()
  expect((await page.evaluate(() => window.breakwater.library.state())).designs).toHaveLength(1)
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unkept'))),
  ).toEqual([])
})

test('without a storage the page runs, and says that nothing is kept', async ({ playground, page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
  })
  await playground.open('rate-limiter')
  await page.evaluate(() => window.breakwater.edit.add('cache', [9, 9]))
  await expect(playground.by('notice')).toContainText('does not let this page keep anything')
})

test('an edge that is dropped on the card where it began says why it is none', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  const card = playground.by('node-users')
  const box = (await card.boundingBox())!
  const from = (await playground.by('port-users-out').boundingBox())!
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect(playground.by('notice')).toContainText('cannot be connected to itself')
})
