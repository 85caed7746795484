// The built page, served on loopback, with a Chromium in front of it: for pictures and measurements.
import { fileURLToPath } from 'node:url'
import { BROWSER_ARGUMENTS } from './browser-arguments.mjs'
import { ensureDependencies } from './dependencies.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds what is stale, serves it, starts a browser. `newPage` takes Playwright's context options; `close` ends all of it. */
export async function openBuiltPage() {
  process.chdir(root)
  ensureDependencies()
  const { build, preview } = await import('vite')
  const { pageIsFresh, rememberPage } = await import('./page-stamp.mjs')
  if (!pageIsFresh()) {
    await build({ logLevel: 'error' })
    rememberPage()
  }
  const server = await preview({ logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } })
  const { ensureBrowser } = await import('./browser.mjs')
  const { chromium } = await import('playwright')
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: BROWSER_ARGUMENTS,
  })
  return {
    address: server.resolvedUrls.local[0],
    version: browser.version(),
    newPage: async (options) => (await browser.newContext(options)).newPage(),
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/** Resolves when the design of the address runs and has answered requests. */
export async function untilItRuns(page) {
  await page.waitForFunction(() => {
    try {
      return window.breakwater.read().totals.completed > 0
    } catch {
      return false // nothing is open yet
    }
  })
}
