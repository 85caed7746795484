import { expect, it } from 'vitest'
import { keptFiles, serviceWorker } from './offline-plugin.ts'

it('keeps all files of the page but fonts of other scripts and maps', () => {
  const bundle = {
    'assets/index-1.js': {},
    'assets/plex-latin-wght.woff2': {},
    'assets/plex-cyrillic-ext.woff2': {},
    'assets/index-1.js.map': {},
  }
  expect(keptFiles(bundle)).toEqual(['assets/index-1.js', 'assets/plex-latin-wght.woff2'])
})

it('tells the worker what to keep, the document by its folder', () => {
  const source = serviceWorker(['assets/a.js', 'index.html', 'favicon.svg'], 'v1')
  expect(source.split('\n').slice(0, 2)).toEqual([
    'const VERSION = "v1"',
    'const ASSETS = ["./","./assets/a.js","./favicon.svg"]',
  ])
  expect(source).toContain("addEventListener('fetch'")
})
