import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CausalContext } from './causal-context.ts'
import { GCounter } from './g-counter.ts'
import { LwwMap } from './lww-map.ts'
import { LwwRegister } from './lww-register.ts'
import { OrSet } from './or-set.ts'
import { PnCounter } from './pn-counter.ts'

const at = (physicalNanos: number) => ({ physicalNanos, counter: 0 })

describe('counters', () => {
  it('count every increment once, however often the states are merged', () => {
    const [a, b] = [new GCounter({ self: 0 }), new GCounter({ self: 1 })]
    a.increment(3)
    b.increment()
    for (let round = 0; round < 3; round++) {
      a.merge(b.state())
      b.merge(a.state())
    }
    expect([a.value(), b.value()]).toEqual([4, 4])
    expect(() => a.increment(-1)).toThrow('counts up')
  })

  it('count down as well, and end at the sum of all that was added anywhere', () => {
    const step = fc.record({ self: fc.nat(2), amount: fc.integer({ min: -50, max: 50 }) })
    const property = fc.property(fc.array(step), (steps) => {
      const copies = [0, 1, 2].map((self) => new PnCounter({ self }))
      let sum = 0
      for (const { self, amount } of steps) {
        sum += amount
        const delta = copies[self].add(amount)
        for (const copy of copies) copy.merge(delta)
      }
      for (const copy of copies) expect(copy.value()).toBe(sum)
    })
    fc.assert(property, { numRuns: 100 })
  })
})

describe('OrSet', () => {
  it('lets a concurrent add win over a remove, and a remove win over what it had seen', () => {
    const [a, b] = [new OrSet<string>({ self: 0 }), new OrSet<string>({ self: 1 })]
    b.merge(a.add('milk'))
    const removal = a.remove('milk')
    const again = b.add('milk')
    a.merge(again)
    b.merge(removal)
    expect([a.values(), b.values()]).toEqual([['milk'], ['milk']])
    a.merge(b.remove('milk'))
    expect([a.values(), b.values()]).toEqual([[], []])
  })

  it('does not bring an element back when the delta of its add arrives after that of its removal', () => {
    const [a, b] = [new OrSet<string>({ self: 0 }), new OrSet<string>({ self: 1 })]
    const added = a.add('milk')
    const removed = a.remove('milk')
    b.merge(removed)
    b.merge(added)
    expect(b.has('milk')).toBe(false)
  })

  it('keeps no trace of an element that was removed, other than the vector', () => {
    const set = new OrSet<number>({ self: 0 })
    for (let round = 0; round < 100; round++) {
      set.add(round)
      set.remove(round)
    }
    expect(set.state()).toEqual({ elements: [], context: { counts: [100], beyond: [] } })
  })

  it('agrees with the definition: in exactly when some add was not seen by any remove', () => {
    const step = fc.record({ self: fc.nat(2), from: fc.nat(2), act: fc.nat(2) })
    const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const copies = [0, 1, 2].map((self) => ({
        set: new OrSet<string>({ self }),
        adds: new Set<number>(),
        removed: new Set<number>(),
      }))
      for (const [time, { self, from, act }] of steps.entries()) {
        const copy = copies[self]
        if (act === 0) {
          copy.set.add('x')
          copy.adds.add(time)
        } else if (act === 1) {
          copy.set.remove('x')
          for (const add of copy.adds) copy.removed.add(add)
        } else {
          copy.set.merge(copies[from].set.state())
          for (const add of copies[from].adds) copy.adds.add(add)
          for (const add of copies[from].removed) copy.removed.add(add)
        }
        const visible = [...copy.adds].some((add) => !copy.removed.has(add))
        expect(copy.set.has('x')).toBe(visible)
      }
    })
    fc.assert(property, { numRuns: 300 })
  })
})

describe('registers and maps', () => {
  it('keep the write with the larger timestamp, and of equal ones that of the larger replica', () => {
    const register = new LwwRegister({ initial: 'none' })
    register.write(at(5), 0, 'first')
    expect(register.merge({ value: 'late arrival', stamp: at(4), replica: 2 })).toBe(false)
    register.merge({ value: 'same instant', stamp: at(5), replica: 1 })
    expect(register.value()).toBe('same instant')
  })

  it('remember a removal, so that an older write that arrives late stays away', () => {
    const map = new LwwMap<string, number>()
    map.set(at(1), 0, 'a', 1)
    map.remove(at(3), 0, 'a')
    expect(map.merge([['a', { value: 2, removed: false, stamp: at(2), replica: 1 }]])).toBe(false)
    expect(map.get('a')).toBeUndefined()
    expect(map.inspect()).toEqual({ keys: 0, removed: 1 })
    map.set(at(4), 1, 'a', 3)
    expect(map.contents()).toEqual([['a', 3]])
    expect(map.entry('a')?.replica).toBe(1)
  })
})

describe('CausalContext', () => {
  it('contains exactly the dots added, and folds them into the vector as the gaps close', () => {
    const dots = fc.array(fc.record({ replica: fc.nat(2), sequence: fc.integer({ min: 1, max: 8 }) }))
    const property = fc.property(dots, dots, (first, second) => {
      const context = new CausalContext()
      for (const dot of first) context.add(dot)
      const other = new CausalContext()
      for (const dot of second) other.add(dot)
      context.merge(other.state())
      const naive = new Set([...first, ...second].map((dot) => `${dot.replica}:${dot.sequence}`))
      for (let replica = 0; replica < 3; replica++) {
        for (let sequence = 1; sequence <= 9; sequence++) {
          expect(context.contains({ replica, sequence })).toBe(naive.has(`${replica}:${sequence}`))
        }
        const { counts, beyond } = context.inspect()
        const next = (counts[replica] ?? 0) + 1
        expect(beyond.some((dot) => dot.replica === replica && dot.sequence <= next)).toBe(false)
      }
    })
    fc.assert(property, { numRuns: 200 })
  })
})
