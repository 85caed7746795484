// Bundles a TypeScript entry for Node with Vite (which knows import.meta.glob), kept until a source changes.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'

/** They read their module from beside their own file, and so stay where they are. */
const WASM_PACKAGES = ['fastcdc-wasm', '@dstanesc/wasm-chunking-fastcdc-node']

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds `entry` if needed and imports it into this process. */
export async function importBundled(entry, name) {
  ensureDependencies()
  const outDir = join(root, 'node_modules/.cache/breakwater', name)
  const file = join(outDir, `${name}.mjs`)
  const stampFile = join(outDir, 'stamp')
  const stamp = stampOf(join(root, 'engine'))
  if (!existsSync(file) || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    // Somebody else may be building the same: each in a folder of its own, and whoever is last puts his in place.
    const ownDir = `${outDir}-${process.pid}`
    await build(entry, name, ownDir)
    mkdirSync(outDir, { recursive: true })
    renameSync(join(ownDir, `${name}.mjs`), file)
    rmSync(ownDir, { recursive: true, force: true })
    writeFileSync(stampFile, stamp)
  }
  return import(pathToFileURL(file).href)
}

async function build(entry, name, outDir) {
  const vite = await import('vite')
  await vite.build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      minify: false,
      rolldownOptions: {
        output: { entryFileNames: `${name}.mjs`, codeSplitting: false },
        checks: { pluginTimings: false },
      },
    },
    ssr: { noExternal: true, external: ['vite', ...WASM_PACKAGES] },
  })
}

function stampOf(folder) {
  const hash = createHash('sha256')
  const visit = (path) => {
    for (const item of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, item.name)
      if (item.isDirectory()) visit(full)
      else {
        const { mtimeMs, size } = statSync(full)
        hash.update(`${full} ${mtimeMs} ${size}\n`)
      }
    }
  }
  visit(folder)
  return hash.digest('hex')
}
