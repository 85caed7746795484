import { writeFileSync } from 'node:fs'
import { expect, test } from './playground.ts'

const file = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
})
const rows = (count: number) => Array.from({ length: count }, (_, i) => `${i},name ${i},${i * 3}`).join('\n')

test('a dropped file is read by the adapters of the design; what they reject has its reason', async ({
  playground,
}) => {
  await playground.open('file-and-ftp-adapters')
  await playground.dropFile(
    'people.csv',
    `id,name,cents\n${rows(40)}\n41,too short\n`,
    'Drop a file of records',
  )
  await expect(playground.by('file-facts')).toContainText('40 rows can be loaded, 1 are rejected')
  await expect(playground.by('file-rejects')).toContainText('2 fields where 3 belong')
  await expect(playground.by('file-preview').getByRole('row')).toHaveCount(21)
})

test('a file let go over a design that takes none leaves the page as it is', async ({ playground, page }) => {
  await playground.open('rate-limiter')
  const kept = await page.evaluate(() =>
    ['dragover', 'drop'].map((type) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['a'], 'a.csv'))
      return !document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
      )
    }),
  )
  expect(kept, 'the browser does not open the file instead').toEqual([true, true])
})

test('a long file shows how far it is, and can be cancelled; the run goes on', async ({
  playground,
}, testInfo) => {
  // By its path: what comes as a buffer goes through the browser's debugger, a minute for forty megabytes.
  const path = testInfo.outputPath('long.csv')
  writeFileSync(path, `id,name,cents\n${rows(1_500_000)}\n`)
  await playground.open('file-and-ftp-adapters')
  await playground.by('file-lab').click()
  await playground.by('file-file').setInputFiles(path)
  await expect(playground.by('file-working').getByRole('progressbar')).toBeVisible()
  const { now } = await playground.read()
  await playground.by('file-cancel').click()
  await expect(playground.by('file-working')).toHaveCount(0)
  await expect.poll(async () => (await playground.read()).now).toBeGreaterThan(now)
})

const FILES = [
  ['orders.json', '[{"id": 1}, {"id": 2}, {"id":', '2 rows can be loaded, 1 are rejected'],
  ['orders.xml', '<o><r><id>1</id></r><r><id>2</id></r></o>', '2 rows can be loaded, 0 are rejected'],
  ['report.txt', 'id   name\n1    Ada\n2    Bob\n', '2 rows can be loaded, 0 are rejected'],
  ['latin.csv', Uint8Array.from([105, 100, 10, 77, 233, 10]), '0 rows can be loaded, 1 are rejected'],
] as const
test('files of every format are read, one after the other', async ({ playground }) => {
  await playground.open('file-and-ftp-adapters')
  await playground.by('file-lab').click()
  for (const [name, content, says] of FILES) {
    await playground.by('file-file').setInputFiles(file(name, content))
    await expect(playground.by('file-facts')).toContainText(name)
    await expect(playground.by('file-facts')).toContainText(says)
  }
})

test('a sample is read as it comes and as a whole, and both say what they held', async ({ playground }) => {
  await playground.open('file-and-ftp-adapters')
  await playground.by('file-lab').click()
  await playground.by('file-sample-json').click()
  await expect(playground.by('file-facts')).toContainText('orders.json (JSON')
  const costs = playground.by('file-costs').getByRole('row')
  await expect(costs).toHaveCount(2)
  await playground.by('file-way-whole').click()
  await expect(costs).toHaveCount(3)
  const heldMiB = (row: number) => costs.nth(row).getByRole('cell').nth(1).innerText()
  expect(await heldMiB(1)).toMatch(/KiB/)
  expect(Number.parseFloat(await heldMiB(2))).toBeGreaterThan(5)
  expect(await heldMiB(2)).toMatch(/MiB/)
})

test('a file that is too large for the memory of a tab is not read as a whole', async ({
  playground,
}, testInfo) => {
  const path = testInfo.outputPath('large.csv')
  writeFileSync(path, `id,name,cents\n${rows(2_500_000)}\n`)
  await playground.open('file-and-ftp-adapters')
  await playground.by('file-lab').click()
  await playground.by('file-way-whole').click()
  await playground.by('file-file').setInputFiles(path)
  await expect(playground.by('file-problem')).toContainText('as a whole at most 16 MB')
  await playground.by('file-way-stream').click()
  await expect(playground.by('file-problem')).toHaveCount(0)
  await expect(playground.by('file-working')).toBeVisible()
})
