import { gzipSync } from 'node:zlib'
import { expect, test } from './playground.ts'

/** A loop with a popular few in it: policies differ on it by much. */
const trace = (requests: number) =>
  Array.from({ length: requests }, (_, i) => (i % 3 === 0 ? (i * i) % 17 : 100 + ((i * 7) % 900))).join('\n')
const file = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content),
})

test('a dropped trace shows every policy beside Bélády over cache size', async ({ playground, page }) => {
  await playground.open('caching-techniques')
  await playground.dropFile('loop.trace', trace(3_000), 'trace')
  await expect(playground.by('trace-facts')).toContainText('3000 requests')
  await expect(playground.by('hit-rate-table').getByRole('row')).toHaveCount(14)
  await expect(playground.by('hit-rate-chart').locator('path')).toHaveCount(13)
  await expect(playground.by('hit-rate-table').getByRole('row').nth(1)).toContainText('Bélády')
  await playground.by('policy-arc').click()
  await expect(playground.by('policy-arc')).toHaveAttribute('aria-pressed', 'true')
  await playground.by('trace-size').focus()
  await page.keyboard.press('Home')
  await expect(playground.by('hit-rate-table')).toContainText('In a cache of 1 entry')
})

test('a long trace shows how far it is, and can be cancelled; the run goes on', async ({ playground }) => {
  await playground.open('caching-techniques')
  await playground.by('trace-lab').click()
  await playground.by('trace-file').setInputFiles(file('long.trace.gz', gzipSync(trace(2_000_000))))
  await expect(playground.by('trace-working').getByRole('progressbar')).toBeVisible()
  await expect.poll(() => playground.by('trace-working').textContent()).toMatch(/[1-9]\d? %/)
  const { now } = await playground.read()
  await playground.by('trace-cancel').click()
  await expect(playground.by('trace-working')).toHaveCount(0)
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(now)
})

const BAD_FILES = [
  ['an empty file', 'empty.trace', '', 'The trace "empty.trace" is empty'],
  ['a line that is no key', 'words.trace', '1\n2 3\n', 'Line 2 of the trace, "2 3", has 2 words'],
  ['a truncated archive', 'cut.gz', gzipSync(trace(5_000)).subarray(0, 900), 'is it cut off'],
  [
    'a picture',
    'picture.png',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72]),
    'makes no sense|in the middle',
  ],
] as const
test('what makes no trace is refused with a sentence, and the next file is taken', async ({ playground }) => {
  await playground.open('caching-techniques')
  await playground.by('trace-lab').click()
  for (const [what, name, content, says] of BAD_FILES) {
    await playground.by('trace-file').setInputFiles(file(name, content))
    await expect(playground.by('trace-problem'), what).toContainText(new RegExp(says))
    await playground.by('trace-file').setInputFiles(file(`after-${name}.trace`, trace(500)))
    await expect(playground.by('trace-facts')).toContainText(`after-${name}.trace`)
    await expect(playground.by('trace-problem')).toHaveCount(0)
  }
})
