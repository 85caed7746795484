import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { prepare, simulate } from '../run/simulate.ts'
import type { SavedDesign } from '../schema/saved/saved-design.ts'
import { findDesign } from './find-design.ts'

const folder = mkdtempSync(join(tmpdir(), 'breakwater-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value))
  return join(folder, name)
}

/** A run of a catalogue design as the page would save it: edited, broken, flipped, switched. */
function savedRun(): SavedDesign {
  const { design } = findDesign('rate-limiter')
  const world = prepare(design, { seed: 5 })
  world.runUntil(s(1))
  const [name, { options }] = Object.entries(design.switches)[0]
  world.act({ do: 'switch', name, to: Object.keys(options).at(-1)! })
  world.runUntil(s(0.3))
  const node = { kind: 'service', label: 'Idle', at: [9, 9] as [number, number], params: {} }
  world.act({ do: 'edit', edits: [{ edit: 'add-node', id: 'idle', node }] })
  world.runUntil(s(0.5))
  return {
    format: 'breakwater',
    version: 2,
    basedOn: 'rate-limiter',
    document: null,
    edits: [],
    seed: 5,
    log: world.log,
    atNanos: world.now,
    digest: world.digest(),
    arrangement: [],
  }
}

describe('a saved run on the command line', () => {
  test('comes to the same digest, whether it carries its document or names the catalogue’s', () => {
    const whole = savedRun()
    for (const document of [null, findDesign('rate-limiter').design.document]) {
      const { design, saved } = findDesign(file('run.json', { ...whole, document }))
      expect(Object.keys(design.switches).length).toBeGreaterThan(0)
      const { summary } = simulate(design, {
        seed: saved!.seed,
        seconds: saved!.atNanos / 1e9,
        log: saved!.log,
      })
      expect(summary.digest).toBe(whole.digest)
      expect(summary.nodes.idle.kind).toBe('service')
    }
  }, 30_000)
  test('of an unknown design is refused', () => {
    expect(() => findDesign(file('other.json', { ...savedRun(), basedOn: 'no-such-design' }))).toThrow(
      'There is no design',
    )
  })
  test('may be a document alone', () => {
    const { design, saved } = findDesign(file('alone.json', findDesign('rate-limiter').design.document))
    expect(saved!.log).toEqual([])
    expect(design.document).toEqual(JSON.parse(JSON.stringify(findDesign('rate-limiter').design.document)))
  })
})
