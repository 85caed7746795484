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
