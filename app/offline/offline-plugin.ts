import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Plugin, Rolldown } from 'vite'

const SOURCE = new URL('service-worker.js', import.meta.url)
/** Fonts are split by script; only what Latin text needs is kept, the rest is fetched if ever wanted. */
const NOT_KEPT = /(cyrillic|greek|vietnamese|latin-ext).*\.woff2$|\.map$/

/** Writes `sw.js`, which keeps every file of the built page on the device. */
export function offlinePlugin(publicFolder: string): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = [...keptFiles(bundle), ...readdirSync(publicFolder)]
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: serviceWorker(files, versionOf(bundle)) })
      },
    },
  }
}

/** The worker's source, told what to keep. `./` is the document. */
export function serviceWorker(files: readonly string[], version: string): string {
  const assets = ['./', ...files.filter((file) => file !== 'index.html').map((file) => `./${file}`)].sort()
  const told = `const VERSION = ${JSON.stringify(version)}\nconst ASSETS = ${JSON.stringify(assets)}\n`
  return told + readFileSync(SOURCE, 'utf8')
}

export function keptFiles(bundle: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(bundle).filter((name) => !NOT_KEPT.test(name))
}

/** Another build, another version: from the names, which have the contents' hashes in them, and the document. */
function versionOf(bundle: Rolldown.OutputBundle): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(bundle).sort()) hash.update(name)
  const document = bundle['index.html']
  if (document?.type === 'asset') hash.update(document.source)
  return hash.digest('hex').slice(0, 12)
}
