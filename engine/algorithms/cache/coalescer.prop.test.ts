import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Coalescer } from './coalescer.ts'

describe('Coalescer', () => {
  it('sends the first asker and lets the others wait for its answer', () => {
    const coalescer = new Coalescer()
    expect([coalescer.ask(7, 1), coalescer.ask(7, 2), coalescer.ask(8, 3), coalescer.ask(7, 4)]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect([coalescer.inFlight, coalescer.waiting]).toEqual([2, 2])
    expect(coalescer.settle(7)).toEqual([1, 2, 4])
    expect([coalescer.has(7), coalescer.settle(7), coalescer.ask(7, 5)]).toEqual([false, [], true])
  })

  it('hands the lead to the one who waited longest when the leader leaves', () => {
    const coalescer = new Coalescer()
    for (const asker of [1, 2, 3]) coalescer.ask(7, asker)
    expect([
      coalescer.leave(7, 9),
      coalescer.leave(7, 3),
      coalescer.leave(7, 1),
      coalescer.leave(7, 2),
    ]).toEqual([null, null, 2, null])
    expect([coalescer.inFlight, coalescer.waiting]).toEqual([0, 0])
  })

  it('has one leader a flight and loses nobody', () => {
    const step = fc.record({
      verb: fc.constantFrom('ask', 'ask', 'ask', 'settle', 'leave'),
      key: fc.nat(4),
      asker: fc.nat(9),
    })
    const keeps = fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const coalescer = new Coalescer()
      const model = new Map<number, number[]>()
      for (const { verb, key, asker } of steps) {
        const flight = model.get(key) ?? []
        if (verb === 'ask') {
          if (!flight.includes(asker)) model.set(key, [...flight, asker])
          expect(coalescer.ask(key, asker)).toBe(model.get(key)![0] === asker)
        } else if (verb === 'settle') {
          expect(coalescer.settle(key)).toEqual(flight)
          model.delete(key)
        } else {
          const left = flight.filter((other) => other !== asker)
          expect(coalescer.leave(key, asker)).toBe(flight[0] === asker && left.length > 0 ? left[0] : null)
          if (left.length > 0) model.set(key, left)
          else model.delete(key)
        }
        const waiting = [...model.values()].reduce((sum, askers) => sum + askers.length - 1, 0)
        expect([coalescer.inFlight, coalescer.waiting]).toEqual([model.size, waiting])
        const listed = new Map(coalescer.inspect().flights.map((of) => [of.key, [of.leader, of.waiters]]))
        expect(listed).toEqual(
          new Map([...model].map(([of, askers]) => [of, [askers[0], askers.length - 1]])),
        )
      }
    })
    fc.assert(keeps, { numRuns: 60 })
  })
})
