import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './playground.ts'

async function seriousTroubles(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    )
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [420, 800],
  ]) {
    test(`${colorScheme}, ${width} wide: nothing serious on any sheet`, async ({ playground, page }) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await playground.open('caching-techniques')
      await page.evaluate(() => window.breakwater.inject({ fault: 'crash', on: { node: 'cache-1' } }))
      await page.evaluate(() => window.breakwater.pause())
      for (const tab of ['load', 'faults', 'build', 'guide', 'promises', 'inspector']) {
        await playground.by(`tab-${tab}`).first().click()
        expect(await seriousTroubles(page), tab).toEqual([])
      }
      await playground.by('open-gallery').click()
      await expect(playground.by('gallery')).toBeVisible()
      expect(await seriousTroubles(page), 'gallery').toEqual([])
    })
  }
}
