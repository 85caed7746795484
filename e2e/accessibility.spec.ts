import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './playground.ts'

/** The sheets on top: the rest of the page stays as it is while sheets change. */
const ON_TOP = '[role=tabpanel][data-state=active]'

/** What axe finds in all of the page, or in the part that is given. In another theme the page is the same but for its colours. */
async function seriousTroubles(page: Page, theme: 'light' | 'dark', part?: string): Promise<string[]> {
  // Without frames from elsewhere axe needs no page of its own to put its findings together.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (theme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block'])
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    )
}

for (const [width, height] of [
  [1440, 900],
  [420, 800],
]) {
  test(`${width} wide, light and dark: nothing serious on any sheet`, async ({ playground, page }) => {
    await page.setViewportSize({ width, height })
    await playground.open('caching-techniques')
    await page.evaluate(() => window.breakwater.inject({ fault: 'crash', on: { node: 'cache-1' } }))
    await page.evaluate(() => window.breakwater.pause())
    const look = async (what: string, part?: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await seriousTroubles(page, colorScheme, part), `${what}, ${colorScheme}`).toEqual([])
      }
    }
    await look('the page')
    for (const tab of ['load', 'faults', 'build', 'guide', 'promises', 'inspector']) {
      await playground.by(`tab-${tab}`).first().click()
      await look(tab, ON_TOP)
    }
    await playground.by('open-gallery').click()
    await expect(playground.by('gallery')).toBeVisible()
    await look('gallery', '[data-testid=gallery]')
  })
}
