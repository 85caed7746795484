import type { Page } from '@playwright/test'
import { RandomStream } from '../engine/lib/random.ts'
import { expect, test } from './playground.ts'

// Somebody who presses whatever is there, types nonsense and drags anything anywhere. What a page must never do: throw, go blank, scroll
// sideways, or lose its engine.
/** Takes minutes, and belongs to the long run. */
const SEEDS = process.env.BREAKWATER_LONG === '1' ? [1, 2, 3] : []
const ACTS = 700
const KEYS =
  'a b c i l x ? Escape Enter Tab Shift+Tab Delete Control+z Control+Shift+z Control+c Control+v Control+d Control+a ArrowLeft ArrowDown Space'.split(
    ' ',
  )
const NONSENSE = ['cache', '5', '0', '-1', '1e9', 'abc', '<b>x</b>', '', '999999999', '0.5']

interface Control {
  x: number
  y: number
  typed: boolean
}

/** Runs in the page: one of the controls in view. */
function controlAt(share: number): Control | null {
  const wanted =
    'button, input, select, textarea, [role=tab], [role=menuitem], [role=option], [role=slider], [role=combobox], [tabindex="0"], summary, [data-edge]'
  const inView = [...document.querySelectorAll<HTMLElement>(wanted)].filter((element) => {
    const { width, height, top, left } = element.getBoundingClientRect()
    return width > 0 && height > 0 && top > 0 && top < innerHeight && left >= 0 && left < innerWidth
  })
  const chosen = inView[Math.floor(share * inView.length)]
  if (chosen === undefined) return null
  const { x, y, width, height } = chosen.getBoundingClientRect()
  const typed =
    chosen instanceof HTMLTextAreaElement ||
    (chosen instanceof HTMLInputElement && chosen.type !== 'checkbox')
  return { x: x + width / 2, y: y + height / 2, typed }
}

class AnyHand {
  readonly #random: RandomStream
  readonly #page: Page

  constructor(page: Page, seed: number) {
    this.#page = page
    this.#random = new RandomStream(seed, 'hand')
  }

  async act(): Promise<string> {
    const way = this.#random.uniform()
    if (way < 0.65) return this.#press()
    if (way < 0.88) return this.#key()
    return this.#drag()
  }

  async #press(): Promise<string> {
    const control = await this.#page.evaluate(controlAt, this.#random.uniform())
    if (control === null) return 'nothing to press'
    await this.#page.mouse.click(control.x, control.y)
    if (!control.typed) return `press at ${control.x}, ${control.y}`
    const text = this.#one(NONSENSE)
    await this.#page.keyboard.press('Control+a')
    await this.#page.keyboard.type(text)
    await this.#page.keyboard.press('Enter')
    return `type "${text}" at ${control.x}, ${control.y}`
  }

  async #key(): Promise<string> {
    const key = this.#one(KEYS)
    await this.#page.keyboard.press(key)
    return key
  }

  async #drag(): Promise<string> {
    const { width, height } = this.#page.viewportSize()!
    const [from, to] = [0, 1].map(() => [this.#random.below(width), this.#random.below(height)])
    await this.#page.mouse.move(from[0], from[1])
    await this.#page.mouse.down()
    await this.#page.mouse.move(to[0], to[1], { steps: 4 })
    await this.#page.mouse.up()
    return `drag ${from.join(', ')} to ${to.join(', ')}`
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#random.below(items.length)]
  }
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test.describe(`${width} by ${height}`, () => {
    test.use({ viewport: { width, height } })
    for (const seed of SEEDS)
      test(`nothing that can be pressed breaks the page, seed ${seed}`, async ({ playground, page }) => {
        test.setTimeout(900_000)
        await playground.open()
        const hand = new AnyHand(page, seed)
        const done: string[] = []
        for (let i = 0; i < ACTS; i++) {
          done.push(await hand.act())
          const state = await page.evaluate(() => ({
            wide: document.documentElement.scrollWidth - innerWidth,
            blank: document.body.innerText.trim() === '',
            failed: document.body.innerText.includes('The engine failed'),
          }))
          expect(
            { ...state, wide: state.wide > 1, troubles: playground.troubles },
            done.slice(-8).join('; '),
          ).toEqual({
            wide: false,
            blank: false,
            failed: false,
            troubles: [],
          })
        }
      })
  })
}
