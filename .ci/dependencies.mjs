// Installs what the lock file names, once for every change of it. No dependencies of its own.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const STAMP = join(root, 'node_modules/.setup-stamp')

export function ensureDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Breakwater needs Node 20.19 or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${major}`)
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  console.error('Installing dependencies…')
  // npm hands its own program to the scripts it runs: npm ci through it needs no shell, on Windows either.
  const npm = process.env.npm_execpath
  const result = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund'], {
        cwd: root,
        stdio: ['ignore', 2, 2],
      })
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      })
  if (result.status !== 0) {
    console.error('npm ci failed; see above.')
    process.exit(1)
  }
  writeFileSync(STAMP, stamp)
}
