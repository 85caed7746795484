import { describe, expect, test } from 'vitest'
import { model } from './history/models/kv.ts'
import { StoreHistory } from './store-history.ts'

const stamp = (physicalNanos: number) => ({ physicalNanos, counter: 0 })
const shows = (...values: string[]) => ({
  siblings: values.map((value, i) => ({ value, stamp: stamp(i + 1) })),
})

/** Asks and answers in turn; a step is `request op value` or `request! answer`. */
function historyOf(steps: readonly (readonly [request: number, what: string | object, extra?: object])[]) {
  const history = new StoreHistory()
  const asks = new Map<number, { request: number; client: number; op: string; key: number; body: unknown }>()
  for (const [i, [request, what, extra]] of steps.entries()) {
    if (typeof what === 'string') {
      const [op, body] = what.split(' ')
      const ask = { request, client: 1, op, key: 7, body }
      asks.set(request, ask)
      history.asked(ask, i)
    } else {
      const answer = { ok: true, failure: null, value: what, attempts: 1, ...extra }
      history.answered({ ...asks.get(request)!, ...answer }, i)
    }
  }
  return verdictOf(history)
}

function verdictOf(history: StoreHistory) {
  const window = history.windows.get(7)!
  return model.check(window.all(), { places: 'times', initial: window.initial }).verdict
}

describe('the history of a store', () => {
  test('is fine when each read shows what was written last', () => {
    expect(
      historyOf([
        [1, 'write a'],
        [1, {}],
        [2, 'read'],
        [2, shows('u1#a')],
      ]),
    ).toBe('holds')
  })
  test('is not when a read misses what was acknowledged before it began', () => {
    expect(
      historyOf([
        [1, 'write a'],
        [1, {}],
        [2, 'read'],
        [2, shows()],
      ]),
    ).toBe('violated')
  })
  test('is not when a later read shows less than an earlier one', () => {
    const steps = [
      [1, 'write a'],
      [2, 'read'],
      [2, shows('u1#a')],
      [3, 'read'],
      [3, shows()],
      [1, {}],
    ] as const
    expect(historyOf(steps)).toBe('violated')
  })
  test('allows a write that is still under way to have taken effect more than once, where it may be tried again', () => {
    const verdictWith = (triesMost: number) => {
      const history = new StoreHistory()
      const ask = (request: number, op: string, body?: string) => ({
        request,
        client: request,
        op,
        key: 7,
        body,
      })
      const read = (request: number, at: number, value: string) => {
        history.asked(ask(request, 'read'), at)
        const answer = { ok: true, failure: null, value: shows(value), attempts: 1 }
        history.answered({ ...ask(request, 'read'), ...answer }, at + 1)
      }
      history.asked(ask(1, 'write', 'a'), 0, triesMost)
      read(2, 1, 'u1#a')
      history.asked(ask(3, 'write', 'b'), 3)
      history.answered({ ...ask(3, 'write', 'b'), ok: true, failure: null, value: {}, attempts: 1 }, 4)
      read(4, 5, 'u3#b')
      read(5, 7, 'u1#a') // the second try came after b
      return verdictOf(history)
    }
    expect([verdictWith(1), verdictWith(2)]).toEqual(['violated', 'holds'])
  })
  test('takes the latest of several siblings for what was read', () => {
    const writes = [
      [1, 'write a'],
      [1, {}],
      [2, 'write b'],
      [2, {}],
    ] as const
    expect(historyOf([...writes, [3, 'read'], [3, shows('u1#a', 'u1#b')]])).toBe('holds')
    expect(historyOf([...writes, [3, 'read'], [3, shows('u1#b', 'u1#a')]])).toBe('violated')
  })
  test('allows a write that was tried twice to take effect twice', () => {
    const steps = [
      [1, 'write a'],
      [2, 'read'],
      [2, shows('u1#a')],
      [3, 'write b'],
      [3, {}],
      [4, 'read'],
      [4, shows('u1#b')],
      [5, 'read'],
      [5, shows('u1#a')],
    ] as const
    expect(historyOf([...steps, [1, {}, { attempts: 2 }]])).toBe('holds')
    expect(historyOf([...steps, [1, {}]])).toBe('violated')
  })
  test('leaves out what certainly did not happen', () => {
    const failed = [
      [1, 'write a'],
      [1, {}, { ok: false, failure: 'replicas-unreachable' }],
    ] as const
    expect(historyOf([...failed, [2, 'read'], [2, shows()]])).toBe('holds')
    expect(historyOf([...failed, [2, 'read'], [2, shows('u1#a')]])).toBe('violated')
  })
  test('begins anew where the value is known, and looks at what comes then', () => {
    const history = new StoreHistory()
    let time = 0
    const ask = (op: string, body?: string) => ({ request: ++time, client: 1, op, key: 7, body })
    const done = (asked: ReturnType<typeof ask>, value: object, extra = {}) => {
      history.asked(asked, ++time)
      history.answered({ ...asked, ok: true, failure: null, value, attempts: 1, ...extra }, ++time)
    }
    done(ask('write', 'lost'), {}, { ok: false, failure: 'timeout' })
    for (let i = 0; i < 60; i++) {
      done(ask('write', `v${i}`), {})
      done(ask('read'), shows(`u1#v${i}`))
    }
    expect(verdictOf(history)).toBe('holds')
    const window = history.windows.get(7)!
    window.beginAnew()
    expect(window.initial).toBe('u1#v59')
    expect(window.operations.map(({ argument }) => argument)).toEqual(['u1#lost'])
    done(ask('read'), shows('u1#v59'))
    done(ask('read'), shows('u1#lost'))
    expect(verdictOf(history)).toBe('holds')
    done(ask('read'), shows('u1#v58'))
    expect(verdictOf(history)).toBe('violated')
  })
  test('does not begin anew while something is under way, nor behind a write', () => {
    const history = new StoreHistory()
    const window = () => history.windows.get(7)!
    const ask = (request: number, op: string) => ({ request, client: 1, op, key: 7, body: 'a' })
    const answer = { ok: true, failure: null, value: shows('u1#a'), attempts: 1 }
    for (let i = 0; i < 120; i++) {
      history.asked(ask(i, 'write'), i)
      history.answered({ ...ask(i, 'write'), ...answer }, i)
    }
    window().beginAnew()
    expect(window().operations).toHaveLength(120)
    history.asked(ask(200, 'write'), 200)
    history.asked(ask(201, 'read'), 201)
    history.answered({ ...ask(201, 'read'), ...answer }, 202)
    window().beginAnew()
    expect(window().operations).toHaveLength(122)
  })
})
