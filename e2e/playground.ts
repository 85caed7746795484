import { expect, test as base, type Page } from '@playwright/test'
import type { DriverReading } from '../app/driver.ts'

/** For `test.use`: the page with its dots on the edges. */
export const IN_MOTION = { contextOptions: { reducedMotion: 'no-preference' } } as const

/** The page as a person and a script see it. Nothing in here sleeps. */
export class Playground {
  /** What the page said on its console as an error, and requests to anywhere but itself. */
  readonly troubles: string[] = []

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.troubles.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(message.text())
    })
  }

  /** Opens the page at a design and waits until it runs. */
  async open(slug = ''): Promise<void> {
    await this.page.goto(slug === '' ? './' : `./#${slug}`)
    await this.runs()
  }

  /** Requests have been answered. */
  async runs(): Promise<void> {
    await this.page.waitForFunction(() => {
      try {
        const { now, totals } = window.breakwater.read()
        return now > 0 && totals.completed > 0
      } catch {
        return false // nothing is open yet
      }
    })
  }

  /** A design paused at zero, with settings. */
  async prepare(
    slug: string,
    options: { seed?: number; switches?: Record<string, string> | Record<string, string>[] } = {},
  ): Promise<void> {
    if (this.page.url() === 'about:blank') await this.open(slug)
    await this.page.evaluate(([name, wish]) => window.breakwater.open(name, wish), [slug, options] as const)
  }

  runUntil(seconds: number): Promise<void> {
    return this.page.evaluate((to) => window.breakwater.runUntil(to), seconds)
  }

  read(lane = 0): Promise<DriverReading> {
    return this.page.evaluate((which) => window.breakwater.read(which), lane)
  }

  /** What a reading is now; NaN where there is none. */
  async reading(id: string, lane = 0): Promise<number> {
    return (await this.read(lane)).readings[id] ?? NaN
  }

  /** A file held over the page until the page says that it takes it (as a browser does, again and again), and let go. */
  async dropFile(name: string, text: string, invitation: string): Promise<void> {
    const dropped = await this.page.evaluateHandle(
      ([as, content]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([content], as))
        return transfer
      },
      [name, text] as const,
    )
    await expect(async () => {
      await this.page.dispatchEvent('body', 'dragover', { dataTransfer: dropped })
      await expect(this.by('dropping')).toContainText(invitation, { timeout: 500 })
    }).toPass()
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: dropped })
  }

  by(testId: string) {
    return this.page.getByTestId(testId)
  }

  /** Selects a node as the keyboard does, and waits until the sheet beside the canvas is about it: that comes a frame later. */
  async selectByKeyboard(node: string): Promise<void> {
    await this.page.locator(`.react-flow__node[data-id=${node}]`).focus()
    await this.page.keyboard.press('Enter')
    await expect(this.by(`node-${node}`)).toHaveAttribute('data-selected', 'true')
    await expect(this.by('inspector')).toHaveAttribute('data-node', node)
  }

  /** Chooses an option of a select by what it says. */
  async choose(testId: string, option: string | RegExp): Promise<void> {
    await this.by(testId).click()
    await this.page.getByRole('option', { name: option }).click()
  }

  /** Chooses the last of a list by keyboard alone. Each step waits for the focus that a person would see. */
  async chooseLastByKeyboard(testId: string): Promise<void> {
    await this.by(testId).focus()
    await this.page.keyboard.press('Enter')
    const options = this.page.getByRole('listbox').getByRole('option')
    await expect(options.and(this.page.locator(':focus'))).toHaveCount(1)
    await this.page.keyboard.press('End')
    await expect(options.last()).toBeFocused()
    await this.page.keyboard.press('Enter')
  }

  /** Types a number into a parameter's field, as people do. */
  async type(testId: string, text: string): Promise<void> {
    const field = this.by(testId).locator('input:not([type=range])')
    await field.fill(text)
    await field.press('Enter')
  }

  /** Waits until a promise of the design has a verdict. */
  async verdict(check: string, verdict: 'holds' | 'violated'): Promise<void> {
    await expect(this.by(`check-${check}`)).toHaveAttribute('data-verdict', verdict, { timeout: 20_000 })
  }
}

export const test = base.extend<{ playground: Playground }>({
  playground: async ({ page }, use) => {
    const playground = new Playground(page)
    await use(playground)
    expect(playground.troubles, 'the page has no errors').toEqual([])
  },
})
export { expect }
