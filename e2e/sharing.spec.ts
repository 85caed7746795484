import { expect, Playground, test } from './playground.ts'

test('a long drag is a few edits and one step; what was typed twice is two; the link that the sheet shows does it all again elsewhere, and so does the file', async ({
  playground,
  page,
  browser,
}) => {
  await playground.open('rate-limiter')
  const thumb = (await playground.by('param-users-ratePerSecond').getByRole('slider').boundingBox())!
  const [x, y] = [thumb.x + thumb.width / 2, thumb.y + thumb.height / 2]
  await page.mouse.move(x, y)
  const began = Date.now()
  await page.mouse.down()
  await page.mouse.move(x + 60, y, { steps: 60 })
  await page.mouse.move(x + 30, y, { steps: 40 })
  await page.mouse.up()
  await expect.poll(async () => (await playground.read()).history).toEqual({ undo: 1, redo: 0 })
  const dragMs = Date.now() - began
  const rate = () => page.evaluate(() => window.breakwater.edit.document().nodes.users.params.ratePerSecond)
  const dragged = await rate()
  for (const typed of ['50', '60']) await playground.type('param-users-ratePerSecond', typed)
  await expect.poll(async () => (await playground.read()).history.undo).toBe(3)
  await page.keyboard.press('Tab')
  const field = playground.by('set-users-ratePerSecond-entry')
  await playground.by('undo').click()
  await expect(field).toHaveValue('50')
  await playground.by('undo').click()
  await expect(field).toHaveValue(String(dragged))
  expect(await rate()).toBe(dragged)
  const parameter = playground.by('param-users-ratePerSecond')
  await expect(parameter).toContainText('0 to 1M')
  await parameter.getByRole('button', { name: 'default 100' }).click()
  await expect(field).toHaveValue('100')
  expect(await rate()).toBeUndefined()
  await page.evaluate(() => window.breakwater.pause())
  await expect.poll(async () => (await playground.read()).playing).toBe(false)
  const { digest, commands } = await playground.read()
  // Of 100 moves; on a slow machine it is the time that they take that counts.
  expect(commands).toBeLessThan(10 + dragMs / 85)

  await playground.by('share').click()
  await expect(playground.by('share-link')).toHaveValue(/#run=/)
  const link = await playground.by('share-link').inputValue()
  const [download] = await Promise.all([page.waitForEvent('download'), playground.by('export-json').click()])
  const file = await download.path()

  const context = await browser.newContext()
  const other = new Playground(await context.newPage())
  await other.page.goto(link)
  await expect(other.by('verdict')).toHaveAttribute('data-verdict', 'reproduced')
  expect((await other.read()).digest).toBe(digest)
  await other.page.evaluate(() => window.breakwater.open('caching-techniques'))
  await expect(other.by('verdict')).toHaveCount(0)
  await other.by('share').click()
  const [chooser] = await Promise.all([other.page.waitForEvent('filechooser'), other.by('import').click()])
  await chooser.setFiles(file)
  await expect(other.by('verdict')).toHaveAttribute('data-verdict', 'reproduced')
  expect((await other.read()).digest).toBe(digest)
  expect(other.troubles).toEqual([])
  await context.close()
})

test('a run in which more was done than can be opened again says so before it is shared', async ({
  playground,
  page,
}) => {
  await playground.prepare('rate-limiter')
  await page.evaluate(async () => {
    const { edit } = window.breakwater
    const users = edit.document().nodes.users
    for (let step = 0; step < 41; step++) {
      // A hundred edits a command: as many as are refused when they come back.
      const nodes = Array.from({ length: 100 }, () => 'users')
      await edit.set(nodes, 'ratePerSecond', 1 + step + Number(users.params.ratePerSecond ?? 0))
    }
  })
  await playground.by('share').click()
  await expect(playground.by('share-menu')).toContainText('restart the run')
  await expect(playground.by('copy-link')).toBeDisabled()
  await expect(playground.by('export-json')).toBeDisabled()
  await page.keyboard.press('Escape')
  await playground.by('restart').click()
  await playground.by('share').click()
  await expect(playground.by('share-link')).toHaveValue(/#run=/)
  await expect(playground.by('export-json')).toBeEnabled()
})
