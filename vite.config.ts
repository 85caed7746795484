import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { unusedFlowCssPlugin } from './app/canvas/unused-flow-css-plugin.ts'
import { guidePlugin } from './app/guide/guide-plugin.ts'
import { offlinePlugin } from './app/offline/offline-plugin.ts'
import { contentSecurityPlugin } from './app/share/content-security-plugin.ts'
import { glyphPlugin } from './app/ui/glyph-plugin.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  base: './',
  plugins: [
    react(),
    glyphPlugin(root, 'rate-limiter'), // what app/open-first.ts opens
    guidePlugin(),
    unusedFlowCssPlugin(),
    offlinePlugin(`${root}public`),
    contentSecurityPlugin(),
  ],
  worker: { format: 'es' },
  // What a first visit loads is held by an end-to-end test; what comes later may be larger.
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  test: {
    include: ['engine/**/*.test.ts', 'workers/**/*.test.ts', 'app/**/*.test.ts', '.ci/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['.ci/property-seed.ts'],
    // One worker a core: by itself the runner leaves one idle, which of two is half.
    maxWorkers: '100%',
    // Modules keep no state of their own, so that files may share them: loading the engine once a file cost a third of the whole.
    isolate: false,
    // Nothing here is a test of speed: a busy machine may take its time.
    testTimeout: 120_000,
  },
})
