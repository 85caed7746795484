import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { CircuitBreaker, REFUSED } from './circuit-breaker.ts'

const create = () =>
  new CircuitBreaker({ windowNanos: s(10), callsMin: 10, failurePercent: 50, openNanos: s(5), trialCalls: 3 })

/** Makes a call that ends at once; false when it was refused. */
function call(breaker: CircuitBreaker, now: number, succeeded: boolean): boolean {
  const permit = breaker.enter(now)
  if (permit === REFUSED) return false
  breaker.report(now, permit, succeeded)
  return true
}

function opened(): CircuitBreaker {
  const breaker = create()
  for (let i = 0; i < 10; i++) call(breaker, i, false)
  expect(breaker.stateAt(10)).toBe('open')
  return breaker
}

describe('closed', () => {
  test('opens at the failure percentage, but not before enough calls have been seen', () => {
    const breaker = create()
    for (let i = 0; i < 9; i++) call(breaker, i, false)
    expect(breaker.stateAt(9)).toBe('closed')
    call(breaker, 9, true)
    expect(breaker.inspect(9)).toMatchObject({ state: 'open', calls: 0 })
  })

  test('opens at exactly the failure percentage', () => {
    const breaker = create()
    for (let i = 0; i < 9; i++) call(breaker, i, i >= 5)
    expect(breaker.stateAt(9)).toBe('closed')
    call(breaker, 9, true)
    expect(breaker.stateAt(9)).toBe('open')
  })

  test('stays closed below the percentage, and forgets failures that are older than the window', () => {
    const breaker = create()
    for (let i = 0; i < 100; i++) call(breaker, i * ms(10), i % 20 < 11)
    expect(breaker.inspect(s(1))).toMatchObject({
      state: 'closed',
      calls: 100,
      failures: 45,
      failurePercent: 45,
    })
    expect(breaker.inspect(s(11))).toMatchObject({ calls: 0, failures: 0 })
    for (let i = 0; i < 9; i++) call(breaker, s(12), false)
    expect(breaker.stateAt(s(12))).toBe('closed')
  })
})

describe('open', () => {
  test('refuses every call until it is due, then lets only the trial calls through', () => {
    const breaker = opened()
    expect(call(breaker, ms(1), true)).toBe(false)
    expect(breaker.enter(s(5) + 8)).toBe(REFUSED)
    const permits = [0, 1, 2, 3].map(() => breaker.enter(s(5) + 9))
    expect(permits.map((permit) => permit === REFUSED)).toEqual([false, false, false, true])
    expect(breaker.stateAt(s(5) + 9)).toBe('half-open')
  })

  test('a late answer from before it opened changes nothing', () => {
    const breaker = create()
    const late = breaker.enter(0)
    for (let i = 0; i < 10; i++) call(breaker, i, false)
    breaker.report(20, late, true)
    expect(breaker.stateAt(20)).toBe('open')
    const trial = breaker.enter(s(6))
    breaker.report(s(6), late, false)
    expect(breaker.stateAt(s(6))).toBe('half-open')
    expect(trial).not.toBe(REFUSED)
  })
})

describe('half-open', () => {
  test('closes when all trials succeed, with a clean record', () => {
    const breaker = opened()
    for (let i = 0; i < 3; i++) expect(call(breaker, s(6), true)).toBe(true)
    expect(breaker.inspect(s(6))).toMatchObject({ state: 'closed', calls: 0 })
    for (let i = 0; i < 9; i++) call(breaker, s(6), false)
    expect(breaker.stateAt(s(6))).toBe('closed')
  })

  test('opens again at the first failed trial, for the whole time', () => {
    const breaker = opened()
    call(breaker, s(6), true)
    call(breaker, s(6), false)
    expect(breaker.stateAt(s(11) - 1)).toBe('open')
    expect(breaker.stateAt(s(11))).toBe('half-open')
  })

  test('a cancelled trial makes room for another, and lost ones do not block it for ever', () => {
    const breaker = opened()
    const [first] = [0, 1, 2].map(() => breaker.enter(s(6)))
    expect(breaker.enter(s(6))).toBe(REFUSED)
    breaker.cancel(first)
    expect(breaker.enter(s(6))).not.toBe(REFUSED)
    expect(breaker.enter(s(6))).toBe(REFUSED)
    expect(breaker.enter(s(11))).not.toBe(REFUSED)
  })
})

test('whatever happens, no call passes while it is open, and at most the trial calls while it is half-open', () => {
  const steps = fc.array(
    fc.record({ wait: fc.nat(3000), ends: fc.boolean(), succeeded: fc.boolean(), pick: fc.nat(10) }),
    { maxLength: 150 },
  )
  fc.assert(
    fc.property(steps, (all) => {
      const breaker = new CircuitBreaker({
        windowNanos: 5000,
        callsMin: 3,
        failurePercent: 50,
        openNanos: 4000,
        trialCalls: 2,
      })
      const underWay: number[] = []
      const trials = new Map<number, number>()
      let now = 0
      for (const { wait, ends, succeeded, pick } of all) {
        now += wait
        if (ends && underWay.length > 0) {
          const [permit] = underWay.splice(pick % underWay.length, 1)
          breaker.report(now, permit, succeeded)
          continue
        }
        const before = breaker.stateAt(now)
        expect(breaker.inspect(now).state).toBe(before)
        const permit = breaker.enter(now)
        if (before === 'closed') expect(permit).not.toBe(REFUSED)
        if (before === 'open') expect(permit).toBe(REFUSED)
        if (permit === REFUSED) continue
        underWay.push(permit)
        if (before === 'half-open') trials.set(permit, (trials.get(permit) ?? 0) + 1)
      }
      for (const count of trials.values()) expect(count).toBeLessThanOrEqual(2)
    }),
  )
})
