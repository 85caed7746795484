import { describe, expect, test } from 'vitest'
import type { Document } from '../../engine/schema/document.ts'
import { SERVICES } from '../../engine/services/catalogue.ts'
import { kindShapes } from '../../engine/services/kind-shapes.ts'
import { checkText, placeOfRefusal, textOf, type TextProblem } from './check-text.ts'

const KINDS = kindShapes(SERVICES)
const DOCUMENT: Document = {
  version: 1,
  title: 'Mine',
  nodes: {
    users: { kind: 'client', label: 'Users', at: [0, 0], params: {} },
    app: { kind: 'service', label: 'App', at: [1, 0], params: { workers: 2 } },
  },
  edges: [{ id: 'a', from: 'users', port: 'out', to: 'app' }],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}
const TEXT = textOf(DOCUMENT)
const problems = (text: string): TextProblem[] => {
  const checked = checkText(text, KINDS)
  return 'problems' in checked ? checked.problems : []
}
const lineOf = (text: string, { offset }: TextProblem) => text.slice(0, offset).split('\n').length
const lineWith = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1

test('a document that was written comes back', () => {
  expect(checkText(TEXT, KINDS)).toEqual({ document: DOCUMENT, warnings: [] })
})
test('text that is no JSON is told of, and throws nothing', () => {
  expect(problems('{ "version": 1,')).not.toEqual([])
  expect(problems('')).not.toEqual([])
})

describe('what is wrong is told at its line:', () => {
  test.each<[what: string, from: string, to: string, says: string]>([
    ['an end that is no node', '"to": "app"', '"to": "nobody"', '"nobody", which is not a node'],
    ['an unknown kind', '"kind": "service"', '"kind": "toaster"', '"toaster", and there is no such kind'],
    ['an unknown port', '"port": "out"', '"port": "door"', 'no port of "users" (client); it has out'],
    ['a value out of range', '"workers": 2', '"workers": 0', 'must be from 1 to'],
    ['a value of another sort', '"workers": 2', '"workers": "many"', 'must be a whole number, not "many"'],
    ['an unknown parameter', '"workers": 2', '"wrkers": 2', 'is no parameter of a service; it has'],
  ])('%s', (_what, from, to, says) => {
    const text = TEXT.replace(from, to)
    const [problem, ...more] = problems(text)
    expect(problem.message).toContain(says)
    expect(lineOf(text, problem)).toBe(lineWith(text, to))
    expect(more).toEqual([])
  })
  test('several of them, all at once', () => {
    const text = TEXT.replace('"port": "out"', '"port": "door"').replace('"workers": 2', '"workers": 0')
    expect(problems(text)).toHaveLength(2)
  })
  test('what runs and cannot do its work is a warning at its node', () => {
    const text = textOf({ ...DOCUMENT, edges: [] })
    const checked = checkText(text, KINDS)
    const [warning] = 'warnings' in checked ? checked.warnings : []
    expect(warning.message).toContain('is not connected')
    expect(lineOf(text, warning)).toBe(lineWith(text, '"users": {'))
  })
  test('what only the run knows, at the first part that it names', () => {
    expect(lineOf(TEXT, placeOfRefusal('Node "app": no.', TEXT, DOCUMENT))).toBe(lineWith(TEXT, '"app": {'))
    expect(placeOfRefusal('The engine failed.', TEXT, DOCUMENT)).toMatchObject({ offset: 0 })
  })
})
