import { describe, expect, test } from 'vitest'
import { determinismOffences } from './determinism-offences.ts'
import { inspectOffences } from './inspect-offences.ts'
import { deadOffences, headerOffences, layerOffences, sizeOffences } from './rules.ts'
import { codeOf, isProduct, readSources, type Source } from './sources.ts'

const sources = readSources()
const product = sources.filter(isProduct)
const planted = (path: string, text: string): Source => ({ path, text, code: codeOf(text) })

/** Where programs begin, and what `import.meta.glob` finds. */
const ENTRIES = [
  /^engine\/cli\/main\.ts$/,
  /^engine\/bench\/[^/]+\.ts$/,
  /^engine\/bench\/algorithms\/family\/[^/]+\.ts$/,
  /^engine\/services\/[^/]+\/service\.ts$/,
  /^engine\/designs\/[^/]+\/design\.ts$/,
  /^engine\/faults\/fault\/[^/]+\.ts$/,
  /^engine\/checks\/invariants\/[^/]+\.ts$/,
  /^engine\/checks\/history\/models\/[^/]+\.ts$/,
  /^engine\/algorithms\/[^/]+\/(policy|algorithm)\/[^/]+\.ts$/,
  /^engine\/workload\/[^/]+\/[^/]+\.ts$/,
  /^engine\/lib\/distribution\/[^/]+\.ts$/, // a family: its members are tested alike, whoever draws from them
  /^workers\/\w+\.ts$/,
  /^app\/entry\.ts$/,
  /^app\/canvas\/flights-worker\.ts$/, // draws for the page, in a thread of its own
  /^app\/anomalies\/anomaly-table\.tsx$/, // guides that show it bring it along (guide-plugin.ts)
  /-plugin\.ts$/,
  /^app\/views\/[^/]+\/\w[^/]*\.tsx?$/,
]

describe('the project stays tidy', () => {
  test('imports go downward only', () => {
    expect(product.flatMap(layerOffences)).toEqual([])
  })
  test('nothing in the engine depends on the clock, the machine or the locale', () => {
    expect(product.flatMap(determinismOffences)).toEqual([])
  })
  test('files stay under the budget', () => {
    expect(product.flatMap((source) => sizeOffences(source, { lines: 260 }))).toEqual([])
  })
  test('algorithms say paper, comparison, cost and invariant', () => {
    expect(product.flatMap(headerOffences)).toEqual([])
  })
  test('algorithms keep nothing for inspect() alone', () => {
    expect(product.flatMap(inspectOffences)).toEqual([])
  })
  test('every file is used by the product, not by its tests alone', () => {
    expect(deadOffences(product, (path) => ENTRIES.some((entry) => entry.test(path)))).toEqual([])
  })
})

/** Plants of the rule on determinism are in plants.ts. */
describe('the rules find what is planted', () => {
  test('an import that goes up', () => {
    expect(
      layerOffences(planted('engine/lib/planted.ts', "import { Kernel } from '../kernel/kernel.ts'")),
    ).toHaveLength(1)
    expect(
      layerOffences(planted('engine/run/planted.ts', "import { App } from '../../app/App.tsx'")),
    ).toHaveLength(1)
  })
  test('a field that only inspect() reads, and none that the algorithm needs', () => {
    const counting = (more: string) =>
      planted(
        'engine/algorithms/cache/planted.ts',
        `class Planted {\n  #asked = 0\n  readonly #seen: number[] = []\n  ask(key: number): number {\n    this.#asked += 1\n    this.#seen.push(key)\n    return ${more}\n  }\n  inspect() {\n    return { asked: this.#asked, seen: this.#seen }\n  }\n}\n`,
      )
    expect(inspectOffences(counting('0'))).toHaveLength(2)
    expect(inspectOffences(counting('this.#asked + this.#seen.length'))).toEqual([])
  })
  test('a file that is too long', () => {
    expect(sizeOffences(planted('engine/lib/planted.ts', 'x\n'.repeat(300)), { lines: 260 })).toHaveLength(1)
  })
  test('an algorithm without its promise', () => {
    const text = '/** Paper: X. Compare: Y. Cost: O(1). */\nexport class Planted {}'
    expect(headerOffences(planted('engine/algorithms/cache/planted.ts', text))).toHaveLength(1)
  })
  test('a file that nothing reaches', () => {
    const dead = planted('engine/lib/planted.ts', 'export const x = 1')
    expect(deadOffences([dead], () => false)).toHaveLength(1)
  })
})
