// Finds a Chromium for the end-to-end tests: Playwright's own, one of the system, or one that it can install.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SYSTEM = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a browser that is there, or null. */
export async function findBrowser() {
  const { chromium } = await import('playwright')
  return [chromium.executablePath(), ...SYSTEM].find((path) => path && existsSync(path)) ?? null
}

/** The path of a browser, installed if need be. Ends the process with a sentence when none can be had. */
export async function ensureBrowser() {
  const found = await findBrowser()
  if (found !== null) return found
  installFromSystemPackages()
  const installed = await findBrowser()
  if (installed !== null) return installed
  console.error('Installing a browser through Playwright…')
  spawnSync(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
  })
  const last = await findBrowser()
  if (last !== null) return last
  console.error(
    'The end-to-end tests need Chromium and none could be installed: install Chromium and set CHROMIUM_PATH to it.',
  )
  process.exit(1)
}

function installFromSystemPackages() {
  const root = process.getuid?.() === 0
  if (process.platform !== 'linux' || !root || spawnSync('apt-get', ['--version']).status !== 0) return
  console.error('Installing Chromium from the system packages…')
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] })
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-dejavu-core'], { stdio: ['ignore', 2, 2] })
}
