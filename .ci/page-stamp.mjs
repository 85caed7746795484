// Whether dist/ was built from the sources as they are.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['engine', 'workers', 'app', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']
const STAMP = join(root, 'dist/.stamp')

export function pageIsFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp()
}

export function rememberPage() {
  writeFileSync(STAMP, stamp())
}

function stamp() {
  const hash = createHash('sha256')
  for (const source of SOURCES) visit(join(root, source), hash)
  return hash.digest('hex')
}

function visit(path, hash) {
  if (!existsSync(path)) return
  const found = statSync(path)
  if (found.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name), hash)
  else hash.update(`${path} ${found.size} `).update(readFileSync(path))
}
