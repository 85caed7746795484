import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { digestOfDistributions, digestOfMath, digestsDue } from '../engine/lib/portable-digest.bed.ts'
import { expect, test } from './playground.ts'

const ENTRY = fileURLToPath(new URL('../engine/lib/portable-digest.bed.ts', import.meta.url))

/** The digests as a script that a page can run as it stands. */
async function asScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'portable' } },
  })
  const [{ output }] = Array.isArray(built) ? built : [built as { output: { code: string }[] }]
  return output[0].code
}

test('functions and distributions give the same bits in Node and here', async ({ page }) => {
  const script = await asScript()
  const { inputs, math, distributions } = digestsDue(process.env.BREAKWATER_LONG === '1')
  const call = `[portable.digestOfMath(${inputs}), portable.digestOfDistributions(${inputs})]`
  const here = await page.evaluate(`${script}; ${call}`)
  expect(here).toEqual([digestOfMath(inputs), digestOfDistributions(inputs)])
  expect(here).toEqual([math, distributions])
})
