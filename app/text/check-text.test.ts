import { expect, test } from 'vitest'
import type { Document } from '../../engine/schema/document.ts'
import { checkText, textOf, type TextProblem } from './check-text.ts'

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
const problems = (text: string): TextProblem[] => {
  const checked = checkText(text)
  return 'problems' in checked ? checked.problems : []
}

test('a document that was written comes back', () => {
  expect(checkText(textOf(DOCUMENT))).toEqual({ document: DOCUMENT })
})
test('what is wrong is told at its place', () => {
  const text = textOf(DOCUMENT).replace('"to": "app"', '"to": "nobody"')
  const [problem] = problems(text)
  expect(problem.message).toContain('nobody')
  expect(text.slice(problem.offset, problem.offset + problem.length)).toContain('nobody')
})
test('text that is no JSON is told of, and throws nothing', () => {
  expect(problems('{ "version": 1,')).not.toEqual([])
  expect(problems('')).not.toEqual([])
})
