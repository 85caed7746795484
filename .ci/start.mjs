// npm start: installs what is missing, builds when a source changed, serves the built page and prints its address.
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
ensureDependencies()

const { build, preview } = await import('vite')
const { pageIsFresh, rememberPage } = await import('./page-stamp.mjs')

if (!pageIsFresh()) {
  console.log('Building the page…')
  await build({ logLevel: 'warn' })
  rememberPage()
}

const wanted = process.env.PORT === undefined ? 4173 : Number(process.env.PORT)
const server = await preview({
  preview: { port: wanted, strictPort: process.env.PORT !== undefined, host: '127.0.0.1' },
})
const address = server.resolvedUrls.local[0]
console.log(`Breakwater runs at ${address}  (stop with Ctrl+C)`)
openOnDesktop(address)

// A shell in between forwards no signals: when npm goes, we go.
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(0), 500).unref()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))

function openOnDesktop(url) {
  if (process.env.CI || process.env.BREAKWATER_NO_OPEN || !process.stdout.isTTY) return
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  if (process.platform === 'win32') return void spawnSync('cmd', ['/c', 'start', '', url])
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => {}) // no opener: the printed address is enough
  child.unref()
}
