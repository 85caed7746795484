import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everything } from '../../run/documents.bed.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { kindShapes } from '../../services/kind-shapes.ts'
import { connectionProblem } from '../connection-problem.ts'
import type { Document } from '../document.ts'
import { problemsOf } from '../problems-of.ts'
import { addNode } from './add-node.ts'
import { applyEdits } from './apply-edits.ts'
import { clippingOf } from './clipping.ts'
import { condenseEdits } from './condense-edits.ts'
import { duplicateNodes } from './duplicate-nodes.ts'
import { edgeBetween } from './edge-between.ts'
import { editsBetween } from './edits-between.ts'
import type { GraphEdit } from './graph-edit.ts'
import { canStandOn, insertOnEdge } from './insert-on-edge.ts'
import { invertEdits } from './invert-edits.ts'
import { pasteNodes } from './paste-nodes.ts'
import { removeNodes } from './remove-nodes.ts'
import { takeOffEdge } from './take-off-edge.ts'

const KINDS = kindShapes(SERVICES)
const START: Document = {
  ...everything(),
  slos: {
    fast: { of: 'users', quantile: 0.99, belowMs: 100 },
    up: { of: 'robots', availability: 0.9 },
    quick: { of: 'users', quantile: 0.5, belowMs: 9 },
  },
}
/** The order of nodes, edges and objectives counts, that of the fields of one does not. */
const text = ({ nodes, edges, slos, ...rest }: Document) =>
  JSON.stringify([Object.entries(nodes), edges, Object.entries(slos), rest], (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

type Draw = readonly number[]
const pick = <Item>(items: readonly Item[], draw: number): Item => items[draw % items.length]
const somePart = (document: Document, [a, b]: Draw) => {
  const ids = Object.keys(document.nodes)
  return [...new Set([pick(ids, a), pick(ids, b)])]
}

/** Everything that a person can do, made of a few drawn numbers; nothing where it does not apply. */
const OPERATIONS: ((document: Document, draw: Draw) => GraphEdit[])[] = [
  (document, [a, x, y]) => {
    const shape = pick([...KINDS.values()], a)
    return [addNode(document, { kind: shape.kind, at: [x, y] }, shape)]
  },
  (document, draw) => removeNodes(document, somePart(document, draw)),
  (document, [a, b, c]) => {
    const ids = Object.keys(document.nodes)
    const from = pick(ids, a)
    const ports = Object.keys(KINDS.get(document.nodes[from].kind)!.ports)
    if (ports.length === 0) return []
    const [port, to] = [pick(ports, b), pick(ids, c)]
    if (connectionProblem(document, KINDS, from, port, to) !== null) return []
    return [{ edit: 'connect', edge: edgeBetween(document, from, port, to) }]
  },
  (document, [a]) =>
    document.edges.length === 0 ? [] : [{ edit: 'disconnect', id: pick(document.edges, a).id }],
  (document, [a, b]) => {
    if (document.edges.length === 0) return []
    const { id } = pick(document.edges, a)
    const fitting = [...KINDS.keys()].filter((kind) => canStandOn(document, id, kind, KINDS))
    return fitting.length === 0 ? [] : insertOnEdge(document, id, pick(fitting, b), KINDS)
  },
  (document, [a]) => takeOffEdge(document, pick(Object.keys(document.nodes), a), KINDS),
  (document, draw) => duplicateNodes(document, somePart(document, draw), KINDS).edits,
  (document, draw) => pasteNodes(document, clippingOf(START, somePart(START, draw))).edits,
  (document, [a, b, c]) => {
    const node = pick(Object.keys(document.nodes), a)
    const params = Object.keys(KINDS.get(document.nodes[node].kind)!.params)
    return params.length === 0
      ? []
      : [{ edit: 'set-param', node, param: pick(params, b), value: c % 3 === 0 ? null : c }]
  },
  (document, draw) =>
    somePart(document, draw).map((node) => ({
      edit: 'set-region',
      node,
      region: pick([null, 'eu-west', '/a'], draw[2]),
    })),
  (document, [a, b, c]) =>
    document.edges.length === 0
      ? []
      : [
          {
            edit: 'set-edge',
            id: pick(document.edges, a).id,
            latencyMs: b % 2 === 0 ? null : b,
            bandwidthMbps: c % 2 === 0 ? null : c,
          },
        ],
  (document, [a, b]) => [
    {
      edit: 'set-objective',
      name: pick(['fast', 'up', 'new'], a),
      slo: b % 2 === 0 ? null : { of: Object.keys(document.nodes)[0], availability: 0.5 },
    },
  ],
  (document, draw) =>
    somePart(document, draw).map((node) => ({ edit: 'move', node, to: [draw[2], draw[0]] })),
  (document, [a, b]) => [{ edit: 'rename', node: pick(Object.keys(document.nodes), a), label: `Label ${b}` }],
  () => [{ edit: 'retitle', title: 'Another' }],
]
const session = fc.array(
  fc.record({
    operation: fc.nat(OPERATIONS.length - 1),
    draw: fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)),
  }),
  { minLength: 1, maxLength: 30 },
)

function run(document: Document, steps: { operation: number; draw: Draw }[]) {
  const done: { edits: GraphEdit[]; inverse: GraphEdit[] }[] = []
  let edited = document
  for (const { operation, draw } of steps) {
    if (Object.keys(edited.nodes).length === 0) break
    const edits = OPERATIONS[operation](edited, draw)
    done.push({ edits, inverse: invertEdits(edited, edits) })
    edited = applyEdits(edited, edits)
  }
  return { edited, done }
}

describe('whatever a person does to a document', () => {
  test('can be taken back step by step, to the same text, and done again', () => {
    fc.assert(
      fc.property(session, (steps) => {
        const { edited, done } = run(START, steps)
        let document = edited
        for (const { inverse } of done.toReversed()) document = applyEdits(document, inverse)
        expect(text(document)).toBe(text(START))
        for (const { edits } of done) document = applyEdits(document, edits)
        expect(text(document)).toBe(text(edited))
      }),
      { numRuns: 150 },
    )
  })

  test('comes to the same when only the last of several edits of one thing is made', () => {
    fc.assert(
      fc.property(session, (steps) => {
        const { edited, done } = run(START, steps)
        const edits = condenseEdits(done.flatMap((step) => step.edits))
        const inverse = condenseEdits(done.toReversed().flatMap((step) => step.inverse))
        expect(text(applyEdits(START, edits))).toBe(text(edited))
        expect(text(applyEdits(edited, inverse))).toBe(text(START))
      }),
      { numRuns: 150 },
    )
    const moves = [1, 2, 3].map((column): GraphEdit => ({ edit: 'move', node: 'a', to: [column, 0] }))
    expect(condenseEdits(moves)).toEqual([moves[2]])
  })

  test('leaves no edge without ends, no objective about nobody, no id twice, and only legal connections', () => {
    fc.assert(
      fc.property(session, (steps) => {
        const { edited } = run(START, steps)
        const ids = new Set(edited.edges.map(({ id }) => id))
        expect(ids.size).toBe(edited.edges.length)
        for (const { from, to } of edited.edges)
          expect([edited.nodes[from], edited.nodes[to]]).not.toContain(undefined)
        for (const { of } of Object.values(edited.slos)) expect(edited.nodes[of]).toBeDefined()
        for (const problem of problemsOf(edited, KINDS)) expect(problem.text).toMatch(/^.+[.]$/)
      }),
      { numRuns: 100 },
    )
  })

  test('can be read off two texts: the edits between two documents make one of the other', () => {
    fc.assert(
      fc.property(session, session, (one, other) => {
        const before = run(START, one).edited
        const after = run(START, other).edited
        expect(text(applyEdits(before, editsBetween(before, after)))).toBe(text(after))
        expect(editsBetween(after, after)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('changes no document that somebody else holds', () => {
    fc.assert(
      fc.property(session, (steps) => {
        const before = text(START)
        run(START, steps)
        expect(text(START)).toBe(before)
      }),
      { numRuns: 20 },
    )
  })
})
