// npm run pictures: takes README's pictures from the running page, into e2e/pictures.
import { fileURLToPath } from 'node:url'
import { openBuiltPage, untilItRuns } from './built-page.mjs'

const folder = fileURLToPath(new URL('../e2e/pictures/', import.meta.url))
const WIDE = { width: 1440, height: 900 }

const NO_LAYERS = {
  lock: 'off',
  fencing: 'off',
  constraint: 'off',
  isolation: 'read-committed',
  optimistic: 'off',
}

/** What is done before each picture is taken; every run is at a fixed seed and stops at a fixed instant. */
const PICTURES = {
  async playground({ page, at }) {
    await at('rate-limiter', { seed: 1 }, 12)
    await page.getByTestId('tab-promises').click()
    await page.getByTestId('promises').waitFor()
  },
  async 'a-fault'({ page, at }) {
    await at('hotel-reservation', { seed: 1 }, 6)
    await page.getByTestId('tab-faults').click()
    await page.evaluate(() =>
      window.breakwater
        .inject({ fault: 'pause', on: { node: 'locks' } })
        .then(() => window.breakwater.runUntil(9)),
    )
  },
  async 'side-by-side'({ page, at }) {
    await at(
      'caching-techniques',
      { seed: 1, switches: [{ eviction: 'lru' }, { eviction: 'w-tinylfu' }] },
      20,
    )
    await page.getByTestId('tab-load').click()
  },
  async 'a-broken-promise'({ page, at }) {
    await at('hotel-reservation', { seed: 1, switches: NO_LAYERS }, 2)
    await page.evaluate(async () => {
      await window.breakwater.set('rush', 'ratePerSecond', 40)
      await window.breakwater.runUntil(20)
    })
    await page.getByTestId('tab-promises').click()
    await page.getByTestId('promises').waitFor()
  },
  async regions({ page, at }) {
    await at('multi-datacenter-replication', { seed: 1 }, 15)
    await page.evaluate(async () => {
      const place = { region: 'ap-southeast' }
      await window.breakwater.inject({ fault: 'region-outage', on: place })
      await window.breakwater.runUntil(19)
    })
    await page.getByTestId('tab-guide').click()
  },
}

const wanted = process.argv.slice(2)
const built = await openBuiltPage()
for (const [name, prepare] of Object.entries(PICTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const page = await built.newPage({ viewport: WIDE, colorScheme: name === 'a-fault' ? 'dark' : 'light' })
  await page.goto(built.address)
  await untilItRuns(page)
  const at = (slug, options, seconds) =>
    page.evaluate(
      async ([which, wish, until]) => {
        await window.breakwater.open(which, wish)
        await window.breakwater.runUntil(until)
      },
      [slug, options, seconds],
    )
  await prepare({ page, at })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' })
  console.log(`e2e/pictures/${name}.png`)
  await page.context().close()
}
await built.close()
