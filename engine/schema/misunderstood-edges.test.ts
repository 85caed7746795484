import { describe, expect, test } from 'vitest'
import { documentOf } from '../run/documents.bed.ts'
import { SERVICES } from '../services/catalogue.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { connectionProblem } from './connection-problem.ts'
import { canStandOn, insertOnEdge } from './edit/insert-on-edge.ts'
import { takeOffEdge } from './edit/take-off-edge.ts'
import { applyEdits } from './edit/apply-edits.ts'
import { portTowardsNew } from './edit/port-towards-new.ts'
import { problemsOf } from './problems-of.ts'
import { PROTOCOLS } from './protocols.ts'

const KINDS = kindShapes(SERVICES)
const nodes = {
  visitors: { kind: 'client' },
  guests: { kind: 'client', operations: 'booking' },
  writers: { kind: 'client', operations: 'publish' },
  booking: { kind: 'booking' },
  locks: { kind: 'lock-service' },
  bank: { kind: 'payment-provider' },
  breaker: { kind: 'circuit-breaker' },
  spare: { kind: 'circuit-breaker' },
  jobs: { kind: 'queue' },
  cache: { kind: 'cache' },
  app: { kind: 'service' },
  store: { kind: 'database' },
  tiered: { kind: 'tiered-app' },
  stream: { kind: 'event-stream' },
  mapper: { kind: 'stream-mapper' },
  producer: { kind: 'producer' },
  broker: { kind: 'broker' },
  files: { kind: 'file-server' },
  adapter: { kind: 'file-adapter' },
}
const problem = (wish: string, ...edges: string[]) => {
  const [from, port, to] = wish.split(/[.>]/)
  return connectionProblem(documentOf(nodes, edges), KINDS, from, port, to)
}

describe('a connection is refused when one does not understand the other', () => {
  test.each([
    [
      'visitors.out>locks',
      'visitors asks for reads and writes; locks understands acquiring and releasing locks.',
    ],
    ['visitors.out>bank', 'visitors asks for reads and writes; bank understands charges and refunds.'],
    [
      'booking.locks>bank',
      'booking asks for acquiring and releasing locks; bank understands charges and refunds.',
    ],
    ['stream.mappers>store', 'stream sends events of a stream; store listens for no messages.'],
    ['adapter.server>broker', 'adapter sends packets of file transfers; broker listens for no messages.'],
  ])('%s', (wish, sentence) => expect(problem(wish)).toBe(sentence))

  test.each([
    'visitors.out>store',
    'guests.out>booking',
    'booking.locks>locks',
    'stream.mappers>mapper',
    'adapter.server>files', // it answers no requests, and listens all the same
    'writers.out>store', // of what people ask for, some is enough
    'writers.out>producer',
  ])('but not %s', (wish) => expect(problem(wish)).toBeNull())
})

describe('who passes on what it is asked', () => {
  test('understands what those understand that it asks', () => {
    expect(problem('booking.payments>breaker', 'breaker.next>bank')).toBeNull()
    expect(problem('booking.payments>breaker', 'breaker.next>spare', 'spare.next>bank')).toBeNull()
    expect(problem('booking.payments>breaker', 'breaker.next>store')).toContain('breaker understands reads, ')
    expect(problem('visitors.out>breaker', 'breaker.next>bank')).toBe(
      'visitors asks for reads and writes; breaker understands charges and refunds.',
    )
  })

  test('takes anything as long as nothing is behind it, and then must not be connected to what its askers do not mean', () => {
    expect(problem('visitors.out>breaker')).toBeNull()
    expect(problem('breaker.next>bank', 'visitors.out>breaker')).toBe(
      'visitors asks for reads and writes; breaker understands charges and refunds.',
    )
    expect(problem('breaker.next>bank', 'booking.payments>breaker')).toBeNull()
  })

  test('answers for all that it asks: a balancer may choose any of them', () => {
    expect(problem('app.next>store', 'visitors.out>app', 'app.next>cache', 'cache.origin>store')).toBeNull()
    expect(problem('app.next>bank', 'visitors.out>app', 'app.next>store')).toContain(
      'visitors asks for reads and writes; app passes nothing on that is understood behind it',
    )
  })

  test('a cache adds what it understands itself', () => {
    expect(problem('tiered.shared>cache', 'cache.origin>store')).toBeNull()
    expect(problem('visitors.out>cache', 'cache.origin>store')).toBeNull()
    expect(problem('visitors.out>cache', 'cache.origin>bank')).toContain('cache understands')
  })

  test('a queue has answered before anybody knows: it takes only what needs no particular answer', () => {
    expect(problem('visitors.out>jobs', 'jobs.workers>store')).toBeNull()
    expect(problem('booking.payments>jobs', 'jobs.workers>bank')).toContain(
      'jobs passes nothing on that is understood behind it',
    )
  })

  test('is not heard, and does not stand for whom it passes on to', () => {
    expect(problem('stream.mappers>breaker', 'breaker.next>mapper')).toContain(
      'breaker listens for no messages',
    )
    expect(problem('producer.brokers>breaker', 'breaker.next>broker')).toBe(
      'producer asks for records of a log, and goes by who answers; breaker only passes on.',
    )
  })

  test('may go round in a circle', () => {
    expect(problem('jobs.workers>app', 'app.next>jobs', 'visitors.out>app')).toBeNull()
  })
})

describe('on an edge', () => {
  const document = documentOf(nodes, ['visitors.out>app', 'app.next>store', 'booking.payments>bank'])
  const fitting = (edge: string) =>
    [...KINDS.keys()].filter((kind) => canStandOn(document, edge, kind, KINDS))

  test('stands only what both ends understand', () => {
    expect(fitting('app.next>store')).toEqual([
      'cache',
      'cached-app',
      'circuit-breaker',
      'load-balancer',
      'queue',
      'rate-limiter',
      'service',
      'tiered-app',
    ])
    expect(fitting('booking.payments>bank')).toEqual([
      'cache',
      'circuit-breaker',
      'load-balancer',
      'rate-limiter',
      'service',
    ])
  })

  test('all else is refused with a sentence', () => {
    expect(() => insertOnEdge(document, 'booking.payments>bank', 'queue', KINDS)).toThrow(
      'booking asks for charges and refunds; Work queue passes nothing on that is understood behind it.',
    )
    expect(() => insertOnEdge(document, 'app.next>store', 'database', KINDS)).toThrow(
      'A database passes nothing on; it cannot stand on an edge.',
    )
  })

  test('what is taken off leaves no edge that is not understood', () => {
    const before = documentOf(nodes, ['tiered.shared>cache', 'cache.origin>store'])
    expect(applyEdits(before, takeOffEdge(before, 'cache', KINDS)).edges).toEqual([])
  })
})

test('behind a node only what it can ask is offered', () => {
  const towards = (from: string, kind: string) => portTowardsNew(documentOf(nodes, []), from, kind, KINDS)
  expect(towards('booking', 'lock-service')).toBe('locks')
  expect(towards('booking', 'transactional-database')).toBe('database')
  expect(towards('visitors', 'lock-service')).toBeNull()
  expect(towards('guests', 'booking')).toBe('out')
})

test('an edge of an older document that is not understood is listed at who asks', () => {
  const document = documentOf({ visitors: { kind: 'client' }, locks: { kind: 'lock-service' } }, [
    'visitors.out>locks',
  ])
  expect(problemsOf(document, KINDS)).toEqual([
    {
      node: 'visitors',
      port: 'out',
      text: 'visitors asks for reads and writes; locks understands acquiring and releasing locks. What is not understood fails, or is lost; connect visitors to something else.',
    },
  ])
})

describe('what kinds declare', () => {
  test('every operation belongs to one protocol, so that it says what its body and its answer are', () => {
    const ops = Object.values(PROTOCOLS).flatMap((protocol): readonly string[] => protocol.ops)
    expect(new Set(ops).size).toBe(ops.length)
  })

  test('every port says what is asked or told over it', () => {
    const silent = [...KINDS.values()].flatMap(({ kind, ports }) =>
      Object.entries(ports)
        .filter(([, { asks, relays, tells, peers }]) => !(asks ?? relays ?? tells ?? peers))
        .map(([port]) => `${kind}.${port}`),
    )
    expect(silent).toEqual([])
  })

  test('whatever is asked or told, somebody understands', () => {
    const kinds = [...KINDS.values()]
    const understood = new Set(kinds.flatMap(({ understands }) => understands))
    const heard = new Set(kinds.flatMap(({ hears }) => hears))
    for (const { ports } of kinds) {
      for (const { asks = [], tells } of Object.values(ports)) {
        const names = 'parameter' in asks ? Object.values(asks.byValue).flat() : asks
        for (const name of names) expect(understood).toContain(name)
        if (tells !== undefined) expect(heard).toContain(tells)
      }
    }
  })
})
