import { deflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from '../../lib/base64url.ts'
import { everything } from '../../run/documents.bed.ts'
import { linkOf, readLink } from './link.ts'
import type { SavedDesign } from './saved-design.ts'

const SAVED = JSON.parse(
  JSON.stringify({
    format: 'breakwater',
    version: 2,
    basedOn: null,
    document: everything(),
    edits: [],
    seed: 3,
    log: [{ atNanos: 1e9, action: { do: 'inject', fault: 'crash', id: 'a', on: { node: 'app1' } } }],
    atNanos: 2e9,
    digest: '0123456789abcdef',
    arrangement: [],
  }),
) as SavedDesign

describe('a link', () => {
  test('carries a saved run there and back in a few hundred letters that an address may have', () => {
    const fragment = linkOf(SAVED)
    expect(readLink(fragment)).toEqual(SAVED)
    expect(fragment).toMatch(/^run=[A-Za-z0-9_-]+$/)
    expect(fragment.length).toBeLessThan(1_200)
  })

  test('cut anywhere says so, or that it is no design; and nothing else happens', () => {
    const fragment = linkOf(SAVED)
    for (let length = 0; length < fragment.length; length += 7)
      expect(() => readLink(fragment.slice(0, length))).toThrow(
        /This is not a design that can be opened\. It .+\./,
      )
  })

  test.each<[string, string, string]>([
    ['too long', `run=${'A'.repeat(70_000)}`, 'longer than 64 KiB'],
    ['of something else', 'hotel-reservation', 'not the link of a run'],
    ['with letters that are none', 'run=a+b/c=', 'cut off or damaged'],
    ['that is no pack', 'run=AAAAAAAA', 'cut off or damaged'],
    [
      'that unpacks to 40 MiB',
      `run=${toBase64Url(deflateSync(new Uint8Array(40 * 1_048_576), { level: 9 }))}`,
      'unpacks to more than 1 MiB',
    ],
    [
      'that unpacks to deep nesting',
      `run=${toBase64Url(deflateSync(new Uint8Array(500_000).fill(91), { level: 9 }))}`,
      'nested deeper',
    ],
  ])('%s is refused', (_name, fragment, why) => {
    const began = process.cpuUsage()
    expect(() => readLink(fragment)).toThrow(why)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(400) // milliseconds of work, however busy the machine is
  })

  test('too much for one is refused when it is made', () => {
    const noise = Array.from({ length: 10_000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 0).toString(36))
    const log = noise.map((value, i) => ({
      atNanos: i,
      action: { do: 'set' as const, node: 'users', param: value, value },
    }))
    expect(() => linkOf({ ...SAVED, log })).toThrow('export it as a file, or restart the run')
  })

  test('is base64url of any bytes', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length * 11) & 255)
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    }
  })
})
