import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MvRegister } from './mv-register.ts'
import { RgaSequence } from './rga-sequence.ts'

const textOf = (copy: RgaSequence<string>) => copy.values().join('')

describe('RgaSequence', () => {
  it('counts what waits for the element that it stands behind, however often it comes', () => {
    const [here, there, late] = [0, 1, 2].map((self) => new RgaSequence<string>({ self }))
    const first = here.insert(0, ['a'])
    there.merge(first)
    const second = there.insert(1, ['b', 'c'])
    late.merge(second)
    late.merge(second)
    expect([late.waiting, textOf(late)]).toEqual([2, ''])
    late.merge(first)
    expect([late.waiting, textOf(late)]).toEqual([0, 'abc'])
  })

  it('does what an array does, as long as one replica edits alone', () => {
    const step = fc.record({
      at: fc.nat(10_000),
      count: fc.integer({ min: 1, max: 40 }),
      erase: fc.boolean(),
    })
    const property = fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const sequence = new RgaSequence<number>({ self: 0 })
      const plain: number[] = []
      let next = 0
      for (const { at, count, erase } of steps) {
        const index = at % (plain.length + 1)
        if (erase) {
          const most = Math.min(count, plain.length - index)
          plain.splice(index, most)
          sequence.delete(index, most)
        } else {
          const values = Array.from({ length: count }, () => next++)
          plain.splice(index, 0, ...values)
          sequence.insert(index, values)
        }
      }
      expect(sequence.values()).toEqual(plain)
      expect(sequence.length).toBe(plain.length)
      expect(new RgaSequence({ self: 1, state: sequence.state() }).values()).toEqual(plain)
    })
    fc.assert(property, { numRuns: 100 })
  })

  it('keeps words that were typed apart whole', () => {
    const [a, b] = [new RgaSequence<string>({ self: 0 }), new RgaSequence<string>({ self: 1 })]
    b.merge(a.insert(0, '. '.split('')))
    const deltas = 'left'.split('').map((letter, i) => a.insert(i, [letter]))
    const others = 'right'.split('').map((letter, i) => b.insert(i, [letter]))
    for (const delta of deltas.reverse()) b.merge(delta)
    for (const delta of others) a.merge(delta)
    expect(textOf(a)).toBe(textOf(b))
    expect(['leftright. ', 'rightleft. ']).toContain(textOf(a))
  })

  it('deletes what was seen and not what came meanwhile, and keeps the place', () => {
    const [a, b] = [new RgaSequence<string>({ self: 0 }), new RgaSequence<string>({ self: 1 })]
    b.merge(a.insert(0, 'a cat sat'.split('')))
    const removed = a.delete(2, 3)
    const inserted = b.insert(5, 's'.split(''))
    b.merge(removed)
    a.merge(inserted)
    expect([textOf(a), textOf(b)]).toEqual(['a s sat', 'a s sat'])
  })

  it('takes twenty thousand letters, typed here and there, as an array would', () => {
    const [copy, naive] = [new RgaSequence<string>({ self: 0 }), [] as string[]]
    for (let i = 0; i < 20_000; i++) {
      const [at, letter] = [i % 7 === 0 ? i >> 1 : i, String(i % 26)]
      copy.insert(at, [letter])
      naive.splice(at, 0, letter)
    }
    expect([...copy.values()]).toEqual(naive)
  })
})

describe('MvRegister', () => {
  it('keeps values that were written apart until somebody who has seen both writes again', () => {
    const [a, b] = [new MvRegister<string>({ self: 0 }), new MvRegister<string>({ self: 1 })]
    const one = a.assign('red')
    const other = b.assign('blue')
    a.merge(other)
    b.merge(one)
    expect([a.values(), b.values()]).toEqual([
      ['red', 'blue'],
      ['red', 'blue'],
    ])
    b.merge(a.assign('violet'))
    expect(b.values()).toEqual(['violet'])
    b.merge(one) // a copy that is late
    expect(b.values()).toEqual(['violet'])
  })

  it('makes siblings of two writes at one replica whose writers had not seen each other', () => {
    const register = new MvRegister<string>({ self: 0 })
    const seen = register.seen()
    register.assign('mine', seen)
    register.assign('yours', seen)
    expect(register.values()).toEqual(['mine', 'yours'])
    register.assign('ours', register.seen())
    expect(register.values()).toEqual(['ours'])
  })
})
