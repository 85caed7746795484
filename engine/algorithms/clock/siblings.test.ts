import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Siblings } from './siblings.ts'

describe('Siblings', () => {
  it('keeps both of two writes that had read the same, and replaces both by a write that read both', () => {
    const copy = new Siblings<string>()
    copy.write(0, [], 'milk')
    const { context } = copy.state()
    copy.write(0, context, 'milk, bread')
    copy.write(0, context, 'milk, eggs') // through the same replica, yet concurrent
    expect(copy.values()).toEqual(['milk, bread', 'milk, eggs'])
    copy.write(0, copy.state().context, 'milk, bread, eggs')
    expect(copy.values()).toEqual(['milk, bread, eggs'])
  })

  it('does not bring back what a write replaced when an old copy is merged', () => {
    const a = new Siblings<string>()
    a.write(0, [], 'old')
    const stale = a.state()
    const b = new Siblings<string>(stale)
    b.write(1, b.state().context, 'new')
    expect(b.merge(stale)).toBe(false)
    expect(a.merge(b.state())).toBe(true)
    expect([a.values(), b.values()]).toEqual([['new'], ['new']])
  })

  it('loses no write that nobody had read, whatever the order of writes and merges', () => {
    const step = fc.record({ at: fc.nat(2), from: fc.nat(2), write: fc.boolean(), readAt: fc.nat(2) })
    const property = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const copies = [0, 1, 2].map(() => new Siblings<number>())
      const overwritten = new Set<number>()
      for (const [value, { at, from, write, readAt }] of steps.entries()) {
        if (write) {
          for (const seen of copies[readAt].values()) overwritten.add(seen)
          copies[at].write(at, copies[readAt].state().context, value)
        } else copies[at].merge(copies[from].state())
      }
      for (const copy of copies) for (const other of copies) copy.merge(other.state())
      for (const copy of copies) copy.merge(copies[2].state())
      const survivors = steps.flatMap(({ write }, value) => (write && !overwritten.has(value) ? [value] : []))
      for (const copy of copies) expect(copy.values().sort((a, b) => a - b)).toEqual(survivors)
    })
    fc.assert(property, { seed: 29, numRuns: 300 })
  })
})
