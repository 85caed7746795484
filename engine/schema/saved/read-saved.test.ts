import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { everything } from '../../run/documents.bed.ts'
import type { Document } from '../document.ts'
import { DocumentError } from './document-error.ts'
import { survives } from './hostile.bed.ts'
import { LIMITS } from './limits.ts'
import { MIGRATIONS, SAVED_VERSION } from './migrate.ts'
import { parseSaved } from './parse-saved.ts'
import { readSaved } from './read-saved.ts'
import type { SavedDesign } from './saved-design.ts'

const SAMPLES = new URL('samples/', import.meta.url)

const saved = (rest: Partial<SavedDesign> = {}): SavedDesign => ({
  format: 'breakwater',
  version: 2,
  basedOn: null,
  document: everything(),
  edits: [],
  seed: 3,
  log: [],
  atNanos: 0,
  digest: null,
  arrangement: [],
  ...rest,
})
const parse = (value: unknown) => parseSaved(JSON.stringify(value))
/** What is wrong, each with its path. */
function issuesOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof DocumentError)
      return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw error
  }
  return []
}

describe('what was saved', () => {
  test('comes back as it was', () => {
    const whole = saved({
      basedOn: 'hotel-reservation',
      atNanos: 5e9,
      digest: '0123456789abcdef',
      log: [
        { atNanos: 0, action: { do: 'switch', name: 'a', to: 'b' } },
        { atNanos: 1e9, action: { do: 'set', node: 'users', param: 'ratePerSecond', value: 3 } },
        {
          atNanos: 2e9,
          action: { do: 'inject', fault: 'crash', id: 'f', on: { between: [['a'], ['region:eu-west']] } },
        },
        { atNanos: 3e9, action: { do: 'lift', id: 'f' } },
        { atNanos: 4e9, action: { do: 'edit', edits: [{ edit: 'set-region', node: 'app1', region: '/a' }] } },
      ],
      arrangement: [{ edit: 'move', node: 'users', to: [1, 2] }],
    })
    expect(parse(whole)).toEqual(JSON.parse(JSON.stringify(whole)))
  })

  test('is built anew: nothing of what was given is in it', () => {
    const given = saved()
    const read = readSaved(given)
    expect(read).toEqual(JSON.parse(JSON.stringify(given)))
    expect(read.document).not.toBe(given.document)
    expect(read.document!.nodes.users).not.toBe(given.document!.nodes.users)
    expect(read.document!.nodes.users.params).not.toBe(given.document!.nodes.users.params)
  })

  test('may arrange what stands there already, and add nothing that does not run', () => {
    const sneaked = saved({ arrangement: [{ edit: 'disconnect', id: 'a' }] })
    expect(() => readSaved(sneaked)).toThrow('changes what runs')
  })

  test('names edges whose ends have long names by ids that can be read again', () => {
    const [long, other] = ['a'.repeat(70), 'b'.repeat(70)]
    const { document } = saved()
    const [node] = Object.values(document!.nodes)
    const edges = [{ from: long, port: 'out', to: other }]
    const read = readSaved({ ...document, nodes: { [long]: node, [other]: node }, edges, slos: {} })
    expect(read.document!.edges[0].id).toHaveLength(110)
    expect(readSaved(JSON.parse(JSON.stringify(read)))).toEqual(read)
  })

  test.each([
    ['edges', { edges: Array.from({ length: 150_000 }, () => ({})) }],
    ['edits', { edits: Array.from({ length: 150_000 }, () => ({})) }],
  ])(
    'of far too many %s is refused at once: what is wrong with each of them is not found out',
    (part, more) => {
      const whole = saved()
      const given =
        part === 'edges' ? { ...whole, document: { ...whole.document!, ...more } } : { ...whole, ...more }
      expect(() => readSaved(given)).toThrow(part)
      // What compiles and collects meanwhile counts too, and does not come each time.
      const tries = [1, 2, 3].map(() => survives(JSON.parse(JSON.stringify(given))).workedMs / 2)
      expect(Math.min(...tries)).toBeLessThan(200)
    },
  )

  test('by any earlier version opens: every step is called, every sample read', () => {
    const files = readdirSync(SAMPLES)
    expect(files.map((name) => Number(/^version-(\d+)/.exec(name)![1]))).toEqual([
      ...Object.keys(MIGRATIONS).map(Number),
      SAVED_VERSION,
    ])
    for (const name of files) {
      const read = parseSaved(readFileSync(new URL(name, SAMPLES), 'utf8'))
      expect(read.version).toBe(SAVED_VERSION)
      expect(Object.keys(read.document!.nodes)).toEqual(['users', 'store'])
      expect(read.document!.nodes.store.label).toBe('store')
      expect(read.document!.edges[0].id).toBe('users.out>store')
    }
    for (const [version, step] of Object.entries(MIGRATIONS))
      expect(step({ version: Number(version) }).version).toBe(Number(version) + 1)
  })
})

describe('what is wrong is named by its path:', () => {
  const spoiled = (spoil: (document: Document) => void) => {
    const document = everything()
    spoil(document)
    return document
  }
  test.each<[string, unknown, string]>([
    [
      'a missing kind',
      spoiled((d) => delete (d.nodes.users as Partial<Document['nodes'][string]>).kind),
      'nodes.users.kind: ',
    ],
    [
      'a dangling edge',
      spoiled((d) => void (d.edges[2].to = 'moon')),
      'edges.2.to: is "moon", which is not a node',
    ],
    [
      'an id twice',
      spoiled((d) => void (d.edges[2].id = d.edges[1].id)),
      'edges.2.id: is "robots.out>balancer", which another edge',
    ],
    [
      'an objective of nobody',
      spoiled((d) => void (d.slos.x = { of: 'moon', availability: 1 })),
      'slos.x.of: is "moon"',
    ],
    [
      'a number out of bounds',
      spoiled((d) => void (d.edges[0].latencyMs = -1)),
      'edges.0.latencyMs: must be at least 0',
    ],
    ['an unknown field', { ...everything(), colour: 1 }, 'colour: '],
    [
      'inside of a saved run',
      saved({ document: spoiled((d) => void (d.edges[2].to = 'moon')) }),
      'document.edges.2.to: is "moon"',
    ],
    [
      'a command of none',
      saved({ log: [{ atNanos: 0, action: { do: 'dance' } as never }] }),
      'log.0.action.do: ',
    ],
    ['another version', { ...saved(), version: 7 }, 'version: is 7, and this page knows versions up to 2'],
    [
      'another program',
      { name: 'package', dependencies: {} },
      'version: is missing: this file is of another program',
    ],
    ['no object', [1, 2], ': must be an object with a version'],
    ['neither document nor design', saved({ document: null }), 'document: is missing'],
  ])('%s', (_name, value, issue) => {
    expect(issuesOf(() => parse(value)).join('\n')).toContain(issue)
  })

  test('several at once', () => {
    const document = spoiled((d) => {
      d.nodes.users.at = [1] as never
      d.edges[0].port = ''
    })
    expect(issuesOf(() => parse(document))).toHaveLength(2)
  })
})

describe('bombs are refused at once:', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const many = (count: number) => ({
    ...everything(),
    nodes: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`n${i}`, { kind: 'service', at: [0, 0] }]),
    ),
    edges: [],
  })
  test.each<[string, string, string]>([
    ['a hundred thousand levels', nested(100_000), 'nested deeper than 32'],
    ['levels inside a document', `{"version":1,"nodes":${nested(40)}}`, 'nested deeper than 32'],
    ['levels that never end', '{"a":'.repeat(90_000), 'nested deeper than 32'],
    ['more than a mebibyte', `"${'x'.repeat(LIMITS.textLength)}"`, 'larger than 1 MiB'],
    ['too many values', `[${'1,'.repeat(250_000)}1]`, 'more than 200000 items'],
    ['too many nodes', JSON.stringify(many(501)), 'has 501 nodes'],
    [
      'a very long text',
      JSON.stringify({ ...everything(), title: 'x'.repeat(3_000) }),
      'at most 2000 characters',
    ],
    [
      'a huge number',
      '{"version":1,"nodes":{},"edges":[],"requestsPerSimulated":1e300}',
      'must be a number from',
    ],
    [
      'a number that is none',
      '{"version":1,"nodes":{},"edges":[],"requestsPerSimulated":1e999}',
      'must be a number from',
    ],
    [
      'a name twice',
      '{"version":1,"nodes":{"a":{"kind":"service","at":[0,0]},"a":{"kind":"client","at":[0,0]}},"edges":[]}',
      'has the name "a" twice',
    ],
    [
      'a name twice, written in two ways',
      '{"version":1,"nodes":{"a":{"kind":"service","at":[0,0]},"\\u0061":{"kind":"client","at":[0,0]}},"edges":[]}',
      'has the name "a" twice',
    ],
    [
      '__proto__',
      '{"version":1,"nodes":{"__proto__":{"kind":"service","at":[0,0]}},"edges":[]}',
      'has the name "__proto__"',
    ],
    [
      'constructor',
      '{"version":1,"nodes":{},"edges":[],"constructor":{"prototype":{"x":1}}}',
      'has the name "constructor"',
    ],
    ['half a text', JSON.stringify(everything()).slice(0, 300), 'is not JSON'],
    ['nothing', '  ', 'is empty'],
  ])('%s', (_name, text, why) => {
    const began = process.cpuUsage()
    expect(issuesOf(() => parseSaved(text)).join()).toContain(why)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(400) // milliseconds of work, however busy the machine is
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('values that no text could hold: circles, functions, classes', () => {
    const circle: Record<string, unknown> = { version: 1 }
    circle.self = circle
    expect(issuesOf(() => readSaved(circle)).join()).toContain('nested deeper than 32')
    expect(issuesOf(() => readSaved({ version: () => 1 })).join()).toContain('must be plain data')
    expect(issuesOf(() => readSaved({ version: 1, nodes: new Map() })).join()).toContain('must be plain data')
  })
})
