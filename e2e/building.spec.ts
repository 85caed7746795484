import type { Locator } from '@playwright/test'
import { expect, test, type Playground } from './playground.ts'

/** By keys alone; each step waits for the focus that a person would see. */
class Keys {
  constructor(readonly playground: Playground) {}

  async press(key: string): Promise<void> {
    await this.playground.page.keyboard.press(key)
  }
  /** Goes from one to the next until it is there. */
  async to(what: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const focused = what.and(this.playground.page.locator(':focus'))
    for (let step = 0; step < 60 && (await focused.count()) === 0; step++) await this.press(key)
    await expect(what).toBeFocused()
  }
  /** Opens the palette by a key, types a name, and takes what is found. */
  async choose(key: string, words: string): Promise<void> {
    await this.press(key)
    await expect(this.playground.by('command-input')).toBeFocused()
    await this.playground.page.keyboard.type(words)
    await this.press('Enter')
    await expect(this.playground.by('command-input')).toHaveCount(0)
  }
  node(id: string): Locator {
    return this.playground.page.locator(`.react-flow__node[data-id="${id}"]`)
  }
}

test('by keyboard alone: client, balancer, two services and a database are built, run and broken', async ({
  playground,
}) => {
  const keys = new Keys(playground)
  await playground.open()
  await keys.to(playground.by('open-gallery'))
  await keys.press('Enter')
  await keys.to(playground.by('new-design'))
  await keys.press('Enter')
  await expect(playground.by('node-balancer')).toHaveCount(0)

  await keys.choose('a', 'client')
  for (const [name, id] of [
    ['load balancer', 'load-balancer'],
    ['service', 'service'],
    ['database', 'database'],
  ]) {
    await keys.choose('c', name)
    await expect(keys.node(id)).toBeFocused()
    await expect(playground.by(`node-${id}`)).toHaveAttribute('data-selected', 'true')
  }
  // The second service: back to the balancer, behind it a new one, and that to the database that is there.
  await keys.to(keys.node('load-balancer'), 'Shift+Tab')
  await keys.press('Enter')
  await keys.choose('c', 'service')
  await expect(keys.node('service-2')).toBeFocused()
  await keys.choose('c', 'database')
  await expect(keys.node('service-2')).toBeFocused()
  const { nodes, edges, problems } = await playground.read()
  expect(nodes.toSorted()).toEqual(['client', 'database', 'load-balancer', 'service', 'service-2'])
  expect(edges).toHaveLength(5)
  expect(problems).toEqual([])
  await expect.poll(() => playground.reading('service-2.rate')).toBeGreaterThan(10)
  await keys.press(' ')
  await expect.poll(async () => (await playground.read()).playing).toBe(false)
  await keys.press(' ')
  await expect.poll(async () => (await playground.read()).playing).toBe(true)

  await keys.choose('b', 'crash')
  await expect(playground.by('node-service-2')).toHaveAttribute('data-state', 'down')
  await expect(keys.node('service-2')).toBeFocused()
  // What takes the focused node away leaves the focus with who asked it.
  await keys.press('Delete')
  await expect(playground.by('node-service-2')).toHaveCount(0)
  await expect(keys.node('load-balancer')).toBeFocused()
  await keys.press('Control+z')
  await expect(playground.by('node-service-2')).toBeVisible()
  await expect(keys.node('load-balancer')).toBeFocused()
})

test('keys that edit do nothing before there is anything to edit', async ({ playground, page }) => {
  await page.route('**/simulation-*.js', async (route) => {
    await expect(playground.by('play')).toBeVisible()
    const heard = page.waitForResponse(/edit-keys-/)
    await page.keyboard.press('Shift') // what keys do is fetched with the first of them
    await heard
    for (const key of ['Delete', 'l', 'Control+a', 'Control+z', 'Shift+ArrowLeft', 'a']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(50)
    }
    await route.continue()
  })
  await page.goto('./')
  await playground.runs()
  await expect(playground.by('search-palette')).toHaveCount(0)
  expect((await playground.read()).nodes).toContain('backend')
})

test('Enter waits for the kinds where somebody types faster than they come', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  await page.route('**/*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.keyboard.press('a')
  await expect(playground.by('command-input')).toBeFocused()
  await page.keyboard.type('database')
  await page.keyboard.press('Enter')
  await expect(playground.by('search-palette')).toContainText('One moment')
  await expect(playground.by('node-database')).toHaveAttribute('data-selected', 'true')
  await expect(playground.by('search-palette')).toHaveCount(0)
})

test('kinds are dragged from the palette, onto the sheet and onto an edge; edges are drawn from port to node', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  await playground.by('tab-build').click()
  const canvas = await playground.by('canvas').boundingBox()
  await playground
    .by('kind-service')
    .dragTo(playground.by('canvas'), { targetPosition: { x: canvas!.width / 2, y: canvas!.height - 140 } })
  await expect(playground.by('node-service')).toBeVisible()
  const { edges } = await playground.read()

  const port = playground.by('port-service-next')
  await playground.by('node-service').hover()
  await port.hover()
  await page.mouse.down()
  const target = (await playground.by('node-backend').boundingBox())!
  await page.mouse.move(target.x + 20, target.y + 20, { steps: 8 })
  await page.mouse.up()
  await expect.poll(async () => (await playground.read()).edges.length).toBe(edges.length + 1)

  // Nobody can ask the people anything: that is not drawn, and says why.
  await port.hover()
  await page.mouse.down()
  const people = (await playground.by('node-users').boundingBox())!
  await page.mouse.move(people.x + 20, people.y + 20, { steps: 8 })
  await page.mouse.up()
  await expect(playground.by('notice')).toContainText('only sends requests')
  expect((await playground.read()).edges).toHaveLength(edges.length + 1)

  // Several nodes at once stand on an edge like one, and nowhere else, whatever is selected.
  await playground.by('node-api-2').click()
  await playground
    .by('kind-replica-set')
    .dragTo(playground.by('canvas'), { targetPosition: { x: canvas!.width - 60, y: canvas!.height - 40 } })
  await expect(playground.by('notice').last()).toContainText('drag it onto the edge')
  expect((await playground.read()).edges).toHaveLength(edges.length + 1)
  const edge = (await page.locator('[data-edge="balancer.backends>api-2"]').boundingBox())!
  const onIt = { x: edge.x - canvas!.x + edge.width / 2, y: edge.y - canvas!.y + edge.height / 2 }
  await playground.by('kind-replica-set').dragTo(playground.by('canvas'), { targetPosition: onIt })
  await expect(playground.by('node-load-balancer')).toBeVisible()
  const copies = ['load-balancer.backends>rate-limiter', 'rate-limiter-2.next>backend']
  await expect.poll(async () => (await playground.read()).edges).toEqual(expect.arrayContaining(copies))
  // Pressed, it copies what is selected.
  await playground.by('node-api-3').click()
  await playground.by('kind-replica-set').click()
  await expect(playground.by('node-load-balancer-2')).toBeVisible()
})

test('an edge is drawn from a card in the very moment in which it is chosen', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  await playground.by('node-api-1').click()
  await expect(playground.by('node-api-1')).toHaveAttribute('data-selected', 'true')
  const { edges } = await playground.read()
  // No frame passes between the two in which the card could be measured anew.
  await page.evaluate(async () => {
    const by = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)!
    const fire = (on: EventTarget, type: string, at: HTMLElement) => {
      const { x, y, width, height } = at.getBoundingClientRect()
      const place = { clientX: x + width / 2, clientY: y + height / 2 }
      on.dispatchEvent(new MouseEvent(type, { ...place, bubbles: true, button: 0, view: window }))
    }
    by('node-balancer').click()
    await Promise.resolve()
    fire(by('port-balancer-backends'), 'mousedown', by('port-balancer-backends'))
    for (let i = 0; i < 3; i++) {
      // Cards take edges once they know that one is being drawn.
      await new Promise(requestAnimationFrame)
      fire(document, 'mousemove', by('node-backend'))
    }
    fire(document, 'mouseup', by('node-backend'))
  })
  await expect(playground.by('node-balancer')).toHaveAttribute('data-selected', 'true')
  await expect.poll(async () => (await playground.read()).edges.length).toBe(edges.length + 1)
})

test('nodes are moved, renamed, set all at once, taken off and brought back; the run goes on', async ({
  playground,
  page,
}) => {
  await playground.prepare('rate-limiter', { seed: 3 })
  await playground.runUntil(2)
  const untouched = (await playground.read()).digest
  const card = (await playground.by('node-backend').boundingBox())!
  await page.mouse.move(card.x + 30, card.y + 20)
  await page.mouse.down()
  await page.mouse.move(card.x + 30, card.y + 120, { steps: 10 })
  await page.mouse.up()
  const after = (await playground.by('node-backend').boundingBox())!
  expect(after.y - card.y).toBeGreaterThan(60)
  await playground.by('node-name').fill('Origin')
  await playground.by('node-name').press('Enter')
  await expect(playground.by('node-backend')).toContainText('Origin')
  expect((await playground.read()).digest).toBe(untouched) // looks are not part of the run

  await playground.by('node-api-1').click()
  await page.keyboard.down('ControlOrMeta')
  await playground.by('node-api-2').click()
  await page.keyboard.up('ControlOrMeta')
  await expect(playground.by('bulk-inspector')).toContainText('2 nodes')
  await playground.by('set-bulk-decisionMicros-entry').fill('50')
  await playground.by('set-bulk-decisionMicros-entry').press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await playground.read()).digest).not.toBe(untouched)

  await playground.by('node-api-1').click()
  await playground.by('remove-selected').click()
  await expect(playground.by('node-api-1')).toHaveCount(0)
  for (let i = 0; i < 2; i++) await playground.by('undo').click()
  await expect(playground.by('node-api-1')).toBeVisible()
  await playground.runUntil(4)
  expect((await playground.read()).totals.completed).toBeGreaterThan(0)
})

test('what cannot work says so at the node and in the list; everything else runs', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  await playground.by('node-backend').click()
  await page.keyboard.press('Delete')
  await expect(playground.by('problem-api-1')).toBeVisible()
  await playground.by('tab-build').click()
  await expect(playground.by('problems')).toContainText('is not connected')
  const { now } = await playground.read()
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(now + 0.5)
  await page.keyboard.press('Control+z')
  await expect(playground.by('problems')).toHaveCount(0)
})

test('while a card is held the sheets beside it wait, and what it was over is not hovered; let go, all is as before', async ({
  playground,
  page,
}) => {
  await playground.open('rate-limiter')
  const card = (await playground.by('node-backend').boundingBox())!
  const [x, y] = [card.x + card.width / 2, card.y + 20]
  await page.mouse.move(x, y)
  await page.mouse.down()
  // Not a step of the grid yet.
  await page.mouse.move(x - 6, y)
  await expect(playground.by('canvas')).toHaveAttribute('data-shielded', 'true')
  await page.mouse.move(x - 40, y + 40, { steps: 4 })
  await expect(playground.by('node-backend')).toHaveAttribute('data-selected', 'true')
  // The card is where the pointer is, and the edge ends at it: it is drawn with the dots meanwhile.
  const held = (await playground.by('node-backend').boundingBox())!
  expect(Math.hypot(held.x - card.x + 40, held.y - card.y - 40)).toBeLessThan(30)
  await expect(playground.by('edge-api-1.next>backend')).toHaveCount(0)
  await expect.poll(() => drawnAt(playground, held.x - 3, held.y + held.height / 2)).toBe(true)
  expect(await drawnAt(playground, held.x + 3, held.y + held.height / 2)).toBe(false)
  await expect(playground.by('inspector')).toHaveCount(0)
  await expect(page.getByRole('tabpanel', { name: 'Guide' })).toContainText('The problem')
  await page.mouse.up()
  await expect(playground.by('canvas')).not.toHaveAttribute('data-shielded')
  await expect(playground.by('node-name')).toHaveValue('Backend')
  const line = await playground.by('edge-api-1.next>backend').locator('path').nth(1).boundingBox()
  expect(Math.abs(line!.x + line!.width - held.x)).toBeLessThan(8)
  await expect.poll(() => drawnAt(playground, held.x - 3, held.y + held.height / 2)).toBe(false)
  // Taken away while it is held, it leaves nothing behind that would hold the sheets.
  const moved = (await playground.by('node-backend').boundingBox())!
  await page.mouse.move(moved.x + 60, moved.y + 20)
  await page.mouse.down()
  await page.mouse.move(moved.x + 20, moved.y + 40, { steps: 4 })
  await page.keyboard.press('Delete')
  await expect(playground.by('node-backend')).toHaveCount(0)
  await expect(playground.by('edge-api-1.next>backend')).toHaveCount(0)
  await page.mouse.up()
  await expect(playground.by('canvas')).not.toHaveAttribute('data-shielded')
  await playground.by('node-store').click()
  await expect(playground.by('node-name')).toHaveValue('Counters')
})

/** Whether something is drawn with the dots at a place of the page. */
const drawnAt = (playground: Playground, x: number, y: number): Promise<boolean> =>
  playground.by('flights').evaluate(
    (canvas: HTMLCanvasElement, at) => {
      const { x: left, y: top, width } = canvas.getBoundingClientRect()
      const scale = canvas.width / width
      const copy = document.createElement('canvas')
      copy.width = canvas.width
      copy.height = canvas.height
      const context = copy.getContext('2d')!
      context.drawImage(canvas, 0, 0)
      const square = context.getImageData((at.x - left) * scale - 1, (at.y - top) * scale - 6, 2, 12)
      return square.data.some((value) => value > 0)
    },
    { x, y },
  )
