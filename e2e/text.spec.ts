import { expect, test } from './playground.ts'

test('the design is edited as text: what is wrong is marked at its line and kept, the graph keeps its last good state', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  await playground.by('tab-text').click()
  const state = playground.by('text-state')
  await expect(state).toContainText('In step with the graph', { timeout: 20_000 })
  const text = () => playground.by('text-editor').locator('.view-lines')
  /** Finds a word as people do, and types over it. */
  const retype = async (word: string, by: string) => {
    await text().click()
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type(word)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.type(by)
  }
  await retype('load-balancer', 'toaster')
  await expect(state).toContainText(/Line \d+: "nodes.balancer.kind" is "toaster", and there is no such kind/)
  await expect(state).toContainText('ahead of the graph')
  await expect(playground.by('text-editor').locator('.squiggly-error')).not.toHaveCount(0)
  await expect(playground.by('node-balancer')).toBeVisible()

  // It is still there when the page is loaded anew.
  await page.reload()
  await playground.runs()
  await playground.by('tab-text').click()
  await expect(state).toContainText('there is no such kind', { timeout: 20_000 })

  // What the graph is given meanwhile does not write over it, and neither does looking at another sheet.
  await page.evaluate(() => window.breakwater.edit.rename('store', 'Ledger'))
  await playground.by('tab-guide').click()
  await playground.by('tab-text').click()
  await expect(state).toContainText('there is no such kind', { timeout: 20_000 })
  await retype('toaster', 'load-balancer')
  await expect(state).toContainText('In step with the graph')
  expect(await page.evaluate(() => window.breakwater.edit.document().nodes.store.label)).toBe('Ledger')

  await retype('Ledger', 'Book')
  await expect(playground.by('node-store')).toContainText('Book')
  await page.evaluate(() => window.breakwater.edit.undo())
  await expect(playground.by('node-store')).toContainText('Ledger')
  await expect(state).toContainText('In step with the graph')
})
