import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS } from './.ci/browser-arguments.mjs'

/** Another port lets two checkouts be tested side by side. */
const PORT = Number(process.env.BREAKWATER_PORT ?? 4179)

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  // What is right is right on a slow machine too: nothing here measures speed.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['line'], ['json', { outputFile: 'node_modules/.cache/breakwater/reports/e2e.json' }]],
  outputDir: 'node_modules/.cache/breakwater/e2e',
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    viewport: { width: 1440, height: 900 },
    // Each test is a first visit, and would fetch the whole page to keep it; only what opens without a network needs that.
    serviceWorkers: 'block',
    // Drawing dots sixty times a second is half of what a test costs; those in which it matters ask for it (`IN_MOTION`).
    contextOptions: { reducedMotion: 'reduce' },
    // A trace costs as much again as the test: ask for one where it is needed (--trace on).
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: BROWSER_ARGUMENTS,
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}`,
    reuseExistingServer: false,
  },
})
