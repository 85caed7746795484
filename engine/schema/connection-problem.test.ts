import { describe, expect, test } from 'vitest'
import { documentOf } from '../run/documents.bed.ts'
import { SERVICES } from '../services/catalogue.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { connectionProblem } from './connection-problem.ts'
import { problemsOf } from './problems-of.ts'

const KINDS = kindShapes(SERVICES)
const DOCUMENT = documentOf(
  {
    users: { kind: 'client' },
    limiter: { kind: 'rate-limiter' },
    app: { kind: 'service' },
    store: { kind: 'database' },
    jobs: { kind: 'queue' },
    worker: { kind: 'service' },
    r1: { kind: 'replica' },
    r2: { kind: 'replica' },
  },
  ['users.out>limiter', 'limiter.next>app', 'app.next>store', 'app.next>jobs', 'jobs.workers>worker'],
)
const problem = (from: string, port: string, to: string) => connectionProblem(DOCUMENT, KINDS, from, port, to)

describe('a connection', () => {
  test.each([
    ['users', 'out', 'app'],
    ['worker', 'next', 'store'],
    ['r1', 'peers', 'r2'],
    ['worker', 'next', 'app'], // a circle, but the queue in it has answered before
  ])('from %s by %s to %s is legal', (from, port, to) => expect(problem(from, port, to)).toBeNull())

  test.each([
    ['app', 'next', 'app', 'cannot be connected to itself'],
    ['app', 'next', 'users', 'only sends requests'],
    ['app', 'next', 'store', 'connected to store by "calls" already'],
    ['limiter', 'next', 'store', 'takes one connection and has it already'],
    ['app', 'next', 'limiter', 'circle (limiter, app)'],
    ['app', 'nope', 'store', 'has no port "nope"'],
    ['r1', 'peers', 'store', 'connects nodes of one kind'],
    ['app', 'next', 'moon', 'not a node'],
    ['app', 'next', 'constructor', 'not a node'],
  ])('from %s by %s to %s is refused', (from, port, to, why) =>
    expect(problem(from, port, to)).toContain(why),
  )
})

describe('what keeps a graph from working', () => {
  test('is nothing in a sound one', () => {
    const { r1: _r1, r2: _r2, ...nodes } = DOCUMENT.nodes
    expect(problemsOf({ ...DOCUMENT, nodes }, KINDS)).toEqual([])
  })
  test('is said of the whole and of each node', () => {
    expect(problemsOf(documentOf({}, []), KINDS).map(({ text }) => text)).toEqual([
      'The design has no nodes; add a client and something that answers it.',
    ])
    const open = problemsOf(documentOf({ limiter: { kind: 'rate-limiter' } }, []), KINDS)
    expect(open.map(({ node, port }) => [node, port])).toEqual([
      [null, undefined],
      ['limiter', 'next'],
    ])
    const circle = documentOf({ users: { kind: 'client' }, a: { kind: 'service' }, b: { kind: 'service' } }, [
      'users.out>a',
      'a.next>b',
      'b.next>a',
    ])
    expect(problemsOf(circle, KINDS).map(({ node }) => node)).toEqual(['a', 'b'])
  })
})
