import { describe, expect, test } from 'vitest'
import { Scheduler, type Target } from './scheduler.ts'

/** A target that writes down what happens to it. */
const recorder = (scheduler: Scheduler, log: string[], identity = 1): Target => ({
  identity,
  fire: (code) => void log.push(`${scheduler.now} ${code}`),
})

describe('the scheduler', () => {
  test('fires in order of time, and equal times in the order they were scheduled', () => {
    const scheduler = new Scheduler()
    const log: string[] = []
    const target = recorder(scheduler, log)
    for (const [at, code] of [
      [30, 1],
      [10, 2],
      [30, 3],
      [20, 4],
      [10, 5],
    ] as const)
      scheduler.schedule(at, target, code)
    scheduler.runUntil(30)
    expect(log).toEqual(['10 2', '10 5', '20 4', '30 1', '30 3'])
  })

  test('stops at the limit and goes on from there; the clock ends where it was told to', () => {
    const scheduler = new Scheduler()
    const log: string[] = []
    for (let at = 1; at <= 5; at++) scheduler.schedule(at, recorder(scheduler, log), 0)
    expect(scheduler.runUntil(10, 2)).toBe(false)
    expect([scheduler.now, log.length]).toEqual([2, 2])
    expect(scheduler.runUntil(10)).toBe(true)
    expect([scheduler.now, log.length, scheduler.dispatched]).toEqual([10, 5, 5])
  })

  test('forgets what is cancelled, and uses its place again without harm to the newcomer', () => {
    const scheduler = new Scheduler()
    const log: string[] = []
    const target = recorder(scheduler, log)
    const first = scheduler.schedule(10, target, 1)
    scheduler.cancel(first)
    scheduler.schedule(10, target, 2)
    scheduler.runUntil(20)
    scheduler.schedule(30, target, 3)
    scheduler.runUntil(40)
    expect(log).toEqual(['10 2', '30 3'])
    expect(scheduler.dispatched).toBe(2)
  })

  test('fires for a seat what it fires for a slot, in the same order and with the same digest', () => {
    const run = (seated: boolean) => {
      const scheduler = new Scheduler()
      const log: string[] = []
      const [a, b] = [recorder(scheduler, log, 1), recorder(scheduler, log, 2)]
      const seats = seated ? [scheduler.seat(a), scheduler.seat(b)] : [null, null]
      for (const [delay, who, code] of [
        [30, 0, 1],
        [10, 1, 2],
        [30, 1, 3],
        [10, 0, 127],
        [0, 0, 0],
      ] as const)
        scheduler.deliver(delay, Object.assign(who === 0 ? a : b, { seat: seats[who] }), code)
      const upcoming = scheduler.upcoming()
      expect([upcoming!.target, upcoming!.code]).toEqual([a, 0])
      scheduler.runUntil(30)
      return { log, digest: scheduler.digest() }
    }
    expect(run(true)).toEqual(run(false))
    expect(run(true).log).toEqual(['0 0', '10 2', '10 127', '30 1', '30 3'])
  })

  test('refuses the past', () => {
    const scheduler = new Scheduler()
    scheduler.runUntil(10)
    expect(() => scheduler.schedule(9, recorder(scheduler, []), 0)).toThrow('time does not run backwards')
  })

  test('has a digest that tells of time, target, code and order', () => {
    const digestOf = (events: readonly (readonly [at: number, identity: number, code: number])[]) => {
      const scheduler = new Scheduler()
      for (const [at, identity, code] of events)
        scheduler.schedule(at, recorder(scheduler, [], identity), code)
      scheduler.runUntil(1e13)
      return scheduler.digest()
    }
    const base = [
      [5, 1, 1],
      [5, 2, 1],
      [9, 3, 2],
    ] as const
    const others = [
      [
        [5, 2, 1],
        [5, 1, 1],
        [9, 3, 2],
      ],
      [
        [5, 1, 1],
        [5, 2, 1],
        [10, 3, 2],
      ],
      [
        [5, 1, 1],
        [5, 2, 1],
        [9, 4, 2],
      ],
      [
        [5, 1, 1],
        [5, 2, 1],
        [9, 3, 3],
      ],
      [
        [5, 1, 1],
        [5, 2, 1],
      ],
    ] as const
    const digests = [base, ...others].map(digestOf)
    expect(new Set(digests).size).toBe(6)
    expect(digestOf(base)).toBe(digests[0])
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/)
  })
})
