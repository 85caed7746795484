import { expect, test } from 'vitest'
import { problemsOf } from '../schema/problems-of.ts'
import { readSaved } from '../schema/saved/read-saved.ts'
import { SERVICES } from '../services/catalogue.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { DESIGNS } from './catalogue.ts'

const KINDS = kindShapes(SERVICES)
const designs = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

test.each(designs.map((design) => [design.slug, design] as const))(
  '%s has nothing that keeps it from working, and may be imported as it is',
  (_slug, { document }) => {
    expect(problemsOf(document, KINDS)).toEqual([])
    expect(readSaved(document).document).toEqual(JSON.parse(JSON.stringify(document)))
  },
)

test.each(designs.map((design) => [design.slug, design] as const))(
  '%s has switches that set parameters of nodes that exist',
  (_slug, { document, switches }) => {
    for (const { options } of Object.values(switches)) {
      for (const { set } of Object.values(options)) {
        for (const [target, values] of Object.entries(set)) {
          const kind = target.startsWith('kind:') ? target.slice(5) : document.nodes[target].kind
          expect(Object.values(document.nodes).map((node) => node.kind)).toContain(kind)
          for (const param of Object.keys(values))
            expect(Object.keys(KINDS.get(kind)!.params)).toContain(param)
        }
      }
    }
  },
)
