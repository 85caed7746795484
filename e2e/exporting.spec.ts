import { readFileSync } from 'node:fs'
import { expect, test, type Playground } from './playground.ts'

/** Presses an export in the share menu and reads the file that comes of it. */
async function exported({ page }: Playground, form: string) {
  if (!(await page.getByTestId('share-menu').isVisible())) await page.getByTestId('share').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(`export-${form}`).click(),
  ])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('the graph is downloaded as a picture: SVG as it is, PNG twice as large and not blank', async ({
  playground,
  page,
}) => {
  await playground.prepare('caching-techniques')
  const svg = await exported(playground, 'svg')
  expect(svg.name).toBe('caching-techniques.svg')
  const text = svg.bytes.toString('utf8')
  const { nodes } = await playground.read()
  expect(nodes.length).toBeGreaterThan(3)
  expect(text.match(/<svg /g)).not.toBeNull()
  const side = (name: string) => Number(new RegExp(`<svg [^>]*${name}="([0-9.]+)"`).exec(text)?.[1])

  const png = await exported(playground, 'png')
  expect(png.name).toBe('caching-techniques.png')
  expect([...png.bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const size = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]
  expect(size).toEqual([Math.ceil(side('width') * 2), Math.ceil(side('height') * 2)])
  const colours = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)!)
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
    ctx.drawImage(bitmap, 0, 0)
    const { data } = ctx.getImageData(0, 0, bitmap.width, bitmap.height)
    const counts = new Map<number, number>()
    for (const pixel of new Uint32Array(data.buffer)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return {
      different: counts.size,
      background: Math.max(...counts.values()) / (bitmap.width * bitmap.height),
    }
  }, png.bytes.toString('base64'))
  // Cards, lines and letters are seen, and most of it is ground.
  expect(colours.different).toBeGreaterThan(50)
  expect(colours.background).toBeLessThan(0.95)
})

test('the other exports are downloaded whole', async ({ playground }) => {
  await playground.prepare('caching-techniques')
  await playground.runUntil(2)
  const report = await exported(playground, 'report')
  expect(report.bytes.toString('utf8')).toMatch(/^<!doctype html>[^]*<\/html>\s*$/i)
  const diagram = await exported(playground, 'mermaid')
  expect(diagram.bytes.toString('utf8')).toMatch(/^(flowchart|graph) /m)
  const run = await exported(playground, 'json')
  expect(JSON.parse(run.bytes.toString('utf8'))).toMatchObject({ format: 'breakwater', atNanos: 2e9 })
})
