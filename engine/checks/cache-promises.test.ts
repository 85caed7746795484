import { describe, expect, test } from 'vitest'
import { ms, s, type Nanos } from '../lib/units.ts'
import { INVARIANTS } from './catalogue.ts'
import type { CheckContext, Violation } from './define-invariant.ts'

type Values = Record<string, number | string | boolean>
interface Around {
  nodes?: Record<string, { kind: string; params?: Values; state?: unknown; up?: boolean }>
}

/** One invariant, told facts by hand. */
function judge(name: string, { nodes = {} }: Around = {}) {
  const invariant = INVARIANTS.get(name)!
  const violations: Violation[] = []
  let now: Nanos = 0
  const ctx: CheckContext = {
    get now() {
      return now
    },
    nodesOf: (kind) => Object.keys(nodes).filter((id) => nodes[id].kind === kind),
    nodesWith: (parameter) => Object.keys(nodes).filter((id) => parameter in (nodes[id].params ?? {})),
    state: (id) => nodes[id].state,
    params: (id) => nodes[id].params ?? {},
    isUp: (id) => nodes[id].up ?? true,
    faulty: false,
    calmNanos: 0,
  }
  const state = invariant.start(ctx)
  const note = (violation: Violation | null | undefined) => {
    if (violation !== null && violation !== undefined) violations.push(violation)
  }
  return {
    violations,
    nodes,
    at: (seconds: number) => void (now = s(seconds)),
    tell: (fact: string, about: object, node = 'app') =>
      note(invariant.on![fact](state, about as never, node, ctx)),
    look: () => note(invariant.check!(state, ctx)),
    reading: (metric: string) => invariant.readings![metric].read(state, ctx),
    conclusive: () => invariant.conclusive?.(state, ctx),
    /** A request that began and ended so. */
    answer: (op: string, value: unknown, from: number, to: number, ok = true) => {
      now = s(to)
      const [body, got] = op === 'read' ? [null, value] : [value, 1]
      const about = { client: 1, op, key: 7, body, ok, value: got, intendedAt: s(from) }
      note(invariant.on!['client-answer'](state, about as never, 'users', ctx))
    },
  }
}

const app = (params: Values) => ({ nodes: { app: { kind: 'cached-app', params } } })

describe('read-your-writes', () => {
  const through = app({ pattern: 'write-through' })

  test('is broken by a read that began after a write was acknowledged and returned what was before', () => {
    const { answer, violations } = judge('read-your-writes', through)
    answer('read', 0, 0, 0.1)
    answer('write', 1, 1, 2)
    answer('read', 1, 2.1, 2.2)
    expect(violations).toEqual([])
    answer('read', 0, 2.1, 2.3)
    expect(violations[0].says).toContain('returned 0')
    answer('write', 2, 3, 4)
    answer('read', 1, 4.1, 4.2)
    expect(violations[1].operations).toHaveLength(3)
  })

  test('lets a read return either value while a write is under way, or of two writes that overlap', () => {
    const { answer, violations } = judge('read-your-writes', through)
    answer('read', 0, 0, 0.1)
    answer('write', 1, 1, 3)
    answer('write', 2, 2, 4)
    answer('read', 0, 2, 4.5)
    answer('read', 1, 5, 6)
    answer('read', 2, 5, 6)
    expect(violations).toEqual([])
  })

  test('believes nothing of a write that failed', () => {
    const { answer, violations } = judge('read-your-writes', through)
    answer('read', 0, 0, 0.1)
    answer('write', 1, 1, 2, false)
    answer('read', 0, 3, 4)
    answer('read', 1, 3, 4)
    expect(violations).toEqual([])
  })

  test('judges nothing under other patterns, nor what is left of them', () => {
    const { answer, violations, nodes } = judge('read-your-writes', app({ pattern: 'cache-aside' }))
    answer('read', 0, 0, 0.1)
    answer('write', 1, 1, 2)
    answer('read', 0, 3, 3.1)
    nodes.app.params = { pattern: 'write-through' }
    answer('read', 0, 4, 4.1)
    answer('read', 0, 5, 5.1)
    expect(violations).toEqual([])
    answer('write', 2, 6, 7)
    answer('read', 1, 8, 9)
    expect(violations).toHaveLength(1)
  })
})

test('bounded-staleness is broken by a read that is older than promised, and only by that', () => {
  const { answer, violations, reading } = judge('bounded-staleness', app({ staleSecondsMax: 30 }))
  answer('write', 1, 1, 2)
  answer('write', 2, 3, 4)
  answer('read', 1, 33, 33.5)
  expect(violations).toEqual([])
  expect(reading('staleness')).toBe(s(29))
  answer('read', 1, 34.5, 35)
  expect(violations).toHaveLength(1)
  answer('read', 2, 100, 101)
  expect(violations).toHaveLength(1)
})

describe('acknowledged-writes-survive', () => {
  function withStores() {
    const rows = new Map<number, { value: unknown }>()
    const dirty = new Map<number, unknown>()
    const judged = judge('acknowledged-writes-survive', {
      nodes: { db: { kind: 'database', state: { rows } }, cache: { kind: 'cache', state: { dirty } } },
    })
    const lookFrom = (from: number, to: number) => {
      for (let at = from; at <= to; at += 0.5) {
        judged.at(at)
        judged.look()
      }
    }
    return { ...judged, rows, dirty, lookFrom }
  }

  test('holds while a write is in the database, dirty, or on its way', () => {
    const { answer, rows, dirty, lookFrom, violations } = withStores()
    answer('write', 1, 0, 0.1)
    dirty.set(7, {})
    lookFrom(0.5, 20)
    dirty.clear()
    lookFrom(20.5, 22)
    rows.set(7, { value: 1 })
    lookFrom(22.5, 30)
    expect(violations).toEqual([])
  })

  test('is broken by a write that is nowhere, and by one that an older value has replaced', () => {
    const { answer, rows, lookFrom, violations, reading } = withStores()
    rows.set(7, { value: 1 })
    answer('write', 1, 0, 0.1)
    answer('write', 2, 0.2, 0.3)
    lookFrom(0.5, 6)
    expect(violations).toHaveLength(1)
    expect(violations[0].operations[0]).toContain('wrote 2 to key 7')
    expect(reading('lostWrites')).toBe(1)
  })

  test('does not take what a dead cache held for safe', () => {
    const { answer, nodes, dirty, lookFrom, violations } = withStores()
    answer('write', 1, 0, 0.1)
    dirty.set(7, {})
    nodes.cache.up = false
    lookFrom(0.5, 6)
    expect(violations).toHaveLength(1)
  })
})

describe('one-load-per-key', () => {
  const load = (load: number, begins: boolean, life = 1) => ({
    key: 7,
    load,
    begins,
    life,
    atNanos: ms(load),
  })

  test('is broken by a second load of a key at one server, not at two', () => {
    const { tell, violations, reading } = judge('one-load-per-key')
    tell('origin-load', load(1, true), 'a')
    tell('origin-load', load(2, true), 'b')
    expect(violations).toEqual([])
    expect(reading('stampede')).toBe(2)
    tell('origin-load', load(1, false), 'a')
    tell('origin-load', load(3, true), 'a')
    expect(violations).toEqual([])
    tell('origin-load', load(4, true), 'a')
    expect(violations[0].nodes).toEqual(['a'])
  })

  test('forgets what was under way when the server crashed', () => {
    const { tell, violations } = judge('one-load-per-key')
    tell('origin-load', load(1, true), 'a')
    tell('origin-load', load(2, true, 2), 'a')
    expect(violations).toEqual([])
  })
})

test('filter-never-denies is broken by a denial of a key that was there before the read began', () => {
  const { answer, tell, violations } = judge('filter-never-denies', {
    nodes: { db: { kind: 'database', params: { rowsAtStart: 5 } } },
  })
  const denied = (key: number, began: number) => ({ key, passed: false, beganAt: s(began), atNanos: s(9) })
  tell('filter-answer', denied(7, 0))
  answer('create', 'x', 1, 2)
  tell('filter-answer', denied(7, 1.5))
  expect(violations).toEqual([])
  tell('filter-answer', denied(7, 2.5))
  tell('filter-answer', denied(4, 2.5))
  expect(violations.map(({ says }) => says)).toEqual([
    'app denied key 7, which was made at 2.000 s.',
    'app denied key 4, which was there from the start.',
  ])
})

describe('filter-false-positives', () => {
  function withFilter(keys: number) {
    const filter = { inspect: () => ({ bits: 9_585, hashes: 7, keys }) }
    const params = { filterKeys: 1_000, falsePositives: 0.01, filter: 'on' }
    const judged = judge('filter-false-positives', {
      nodes: { app: { kind: 'cached-app', params, state: { known: { filter } } } },
    })
    const probe = (absent: number, passed: number) => {
      for (let key = 0; key < absent; key++)
        judged.tell('filter-answer', { key, passed: key < passed, beganAt: 0, atNanos: 0 })
      judged.look()
    }
    return { ...judged, probe }
  }

  test('holds as long as chance explains the count, once there are enough', () => {
    const { probe, violations, conclusive } = withFilter(1_000)
    probe(999, 900)
    expect(conclusive()).toBe(false)
    expect(violations).toEqual([])
    const sound = withFilter(1_000)
    sound.probe(5_000, 62)
    expect(sound.violations).toEqual([])
    expect(sound.conclusive()).toBe(true)
  })

  test('is broken by more than theory, by fewer than theory, and by a filter that holds too many keys', () => {
    for (const [keys, passed] of [
      [1_000, 100],
      [1_000, 0],
      [2_000, 790],
    ]) {
      const { probe, violations } = withFilter(keys)
      probe(5_000, passed)
      expect(violations).toHaveLength(1)
    }
  })
})

test('cache-capacity is broken by one entry too many', () => {
  const history = { length: 1, key: () => 7, kind: () => 2, time: () => s(3) }
  const store = { size: 10, history }
  const { look, violations } = judge('cache-capacity', {
    nodes: { cache: { kind: 'cache', params: { capacity: 10 }, state: { store } } },
  })
  look()
  expect(violations).toEqual([])
  store.size = 11
  look()
  expect(violations[0]).toMatchObject({ nodes: ['cache'], operations: ['3.000 s: key 7 was stored'] })
})

test('few-keys-move is broken by a change that moves more than its share', () => {
  const { tell, violations, reading } = judge('few-keys-move')
  const change = (movedShare: number) => ({ before: ['a', 'b', 'c'], after: ['a', 'c'], movedShare })
  tell('ring-change', change(0.35))
  expect(violations).toEqual([])
  expect(reading('movedKeys')).toBe(0.35)
  tell('ring-change', change(0.66))
  expect(violations[0].nodes).toEqual(['app', 'b'])
})

test('refresh-in-time is broken by a refresh in the first half, unless a load takes that long', () => {
  const { tell, violations } = judge('refresh-in-time')
  const refresh = (at: number, recompute: number) => {
    return { key: 7, storedAt: 0, expiresAt: s(60), recomputeNanos: s(recompute), atNanos: s(at) }
  }
  tell('early-refresh', refresh(59, 0.1))
  tell('early-refresh', refresh(20, 2.5))
  expect(violations).toEqual([])
  tell('early-refresh', refresh(20, 0.1))
  expect(violations).toHaveLength(1)
})

describe('below-optimum', () => {
  /** A cache with a history that is told by hand. */
  function told() {
    const events: { key: number; kind: number }[] = []
    const history = {
      get total() {
        return events.length
      },
      get length() {
        return events.length
      },
      key: (i: number) => events[i].key,
      kind: (i: number) => events[i].kind,
      time: () => 0,
    }
    const store = { size: 0, history, keys: () => [] }
    const judged = judge('below-optimum', {
      nodes: { cache: { kind: 'cache', params: { capacity: 1 }, state: { store } } },
    })
    judged.look()
    const happen = (...kinds: [key: number, kind: number][]) => {
      events.push(...kinds.map(([key, kind]) => ({ key, kind })))
      judged.look()
    }
    return { ...judged, happen }
  }
  const [MISS, HIT, STORED, FORGOTTEN] = [0, 1, 2, 3]

  test('holds for hits that were possible, and measures what more there could have been', () => {
    const { happen, violations, reading } = told()
    happen([1, MISS], [1, STORED], [1, HIT], [2, MISS], [2, STORED], [1, MISS], [1, STORED], [2, MISS])
    expect(violations).toEqual([])
    expect(reading('hitRate')).toBeCloseTo(1 / 5)
    expect(reading('optimum')).toBeCloseTo(2 / 5)
  })

  test('is broken by more hits than a cache of that capacity can have', () => {
    const { happen, violations } = told()
    happen([1, MISS], [1, STORED], [2, MISS], [2, STORED], [1, HIT], [2, HIT])
    expect(violations).toHaveLength(1)
  })

  test('is broken by a hit on what was invalidated', () => {
    const { happen, violations } = told()
    happen([1, MISS], [1, STORED], [1, FORGOTTEN], [1, HIT])
    expect(violations).toHaveLength(1)
  })
})

describe('copies-end', () => {
  const copy = { key: 7, value: 'old', stamp: 0, sizeBytes: 100, storedAt: 0, expiresAt: Infinity }
  const around = (value: unknown, copies = [copy], current = true): Around => ({
    nodes: {
      app: {
        kind: 'tiered-app',
        params: { staleSecondsMax: 5 },
        state: { local: { entries: () => copies }, isCurrent: () => current },
      },
      other: {
        kind: 'tiered-app',
        params: { staleSecondsMax: 5 },
        state: { local: { entries: () => copies }, isCurrent: () => current },
      },
      db: { kind: 'database', state: { rows: new Map([[7, { value, writtenAt: s(1) }]]) } },
    },
  })

  test('is broken by a copy that is older than promised, whether anybody reads it or not', () => {
    const { at, look, violations, reading } = judge('copies-end', around('new'))
    at(5)
    look()
    expect(violations).toEqual([])
    expect(reading('staleCopies')).toBe(2)
    at(6.5)
    look()
    expect(violations[0].says).toMatch(/still answers key 7 with old, overwritten 5.500 s ago/)
    expect(violations[0].operations).toHaveLength(2)
  })

  test('is kept by copies of what is written, expired copies, and copies whose stamp is old', () => {
    for (const nodes of [
      around('old'),
      around('new', [{ ...copy, expiresAt: s(2) }]),
      around('new', [copy], false),
    ]) {
      const { at, look, violations } = judge('copies-end', nodes)
      at(100)
      look()
      expect(violations).toEqual([])
    }
  })

  test('tells how much memory holds what another server holds too', () => {
    const { look, reading } = judge('copies-end', around('old'))
    look()
    expect(reading('duplicated')).toBe(100)
  })
})

test('cached-values-count is broken by a value that was found and not used', () => {
  const { tell, violations } = judge('cached-values-count')
  tell('cached-value', { key: 7, value: 0, level: 'its own memory', used: true, atNanos: 0 })
  expect(violations).toEqual([])
  tell('cached-value', { key: 7, value: 0, level: 'its own memory', used: false, atNanos: 0 })
  expect(violations[0].says).toMatch(/took it for a miss/)
})
