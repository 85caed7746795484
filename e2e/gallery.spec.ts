import { expect, test } from './playground.ts'

test('lists all 45 designs; those that run open, the others say that they do not', async ({
  playground,
  page,
}) => {
  await playground.open()
  await playground.by('open-gallery').click()
  const gallery = playground.by('gallery')
  await expect(gallery.locator('[data-testid^="design-"]')).toHaveCount(45)
  const running = await page.evaluate(() => window.breakwater.designs())
  await expect(gallery.getByText('does not run yet')).toHaveCount(45 - running.length)
  const youtube = playground.by('design-youtube')
  await expect(youtube).toContainText('YouTube')
  await expect(youtube).toBeDisabled()
  await page.getByPlaceholder('Find a design').fill('cach')
  await expect(gallery.locator('[data-testid^="design-"]:visible')).toHaveCount(2)
  await playground.by('design-caching-techniques').click()
  await expect(gallery).toBeHidden()
  await expect(playground.by('design-title')).toContainText('Caching techniques')
  await playground.runs()
  expect((await playground.read()).design).toBe('caching-techniques')
})

test('comes whole: nothing that is shown moves under the hand', async ({ playground, page }) => {
  await playground.open()
  await playground.by('open-gallery').evaluate((button: HTMLElement) => button.click())
  const placesAtOnce = await page.evaluate(placesWhenShown)
  await expect(playground.by('own-designs')).toContainText('Nothing yet')
  await expect(playground.by('design-rate-limiter')).toContainText('One client sends forty times its share')
  expect(await page.evaluate(placesWhenShown)).toEqual(placesAtOnce)
})

test('opens when the storage of one’s own designs does not answer', async ({ playground, page }) => {
  await page.addInitScript(() => {
    // What is asked for is never told to have come.
    IDBOpenDBRequest.prototype.addEventListener = () => {}
  })
  await playground.open()
  await playground.by('open-gallery').click()
  await expect(playground.by('design-rate-limiter')).toBeVisible()
})

/** Where every design of the gallery is, in the first frame that shows it. */
function placesWhenShown(): Promise<Record<string, number[]>> {
  return new Promise((resolve) => {
    const look = () => {
      const entries = [...document.querySelectorAll<HTMLElement>('[data-testid^="design-"]')]
      const listed = entries.filter((entry) => entry.closest('[data-testid=gallery]') !== null)
      if (listed.length === 0) requestAnimationFrame(look)
      else resolve(Object.fromEntries(listed.map((each) => [each.dataset['testid']!, placeOf(each)])))
    }
    const placeOf = ({ offsetLeft, offsetTop }: HTMLElement) => [offsetLeft, offsetTop]
    look()
  })
}

test('opens and searches by keyboard alone', async ({ playground, page }) => {
  await playground.open()
  await playground.by('open-gallery').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Find a design' })).toBeFocused()
  await page.keyboard.type('hotel reservation')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(playground.by('design-title')).toContainText('Hotel reservation')
})

test('an address with a design that there is not says so and opens another', async ({ playground }) => {
  await playground.open('no-such-design')
  await expect(playground.by('notice')).toContainText('There is no design "no-such-design"')
  await expect(playground.by('design-title')).toContainText('Rate limiter')
  await playground.by('notice').getByRole('button').click()
  await expect(playground.by('notice')).toHaveCount(0)
})
