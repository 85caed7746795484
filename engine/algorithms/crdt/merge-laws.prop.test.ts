import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GCounterState } from './g-counter.ts'
import { GCounter } from './g-counter.ts'
import type { LwwMapState } from './lww-map.ts'
import { LwwMap } from './lww-map.ts'
import type { LwwRegisterState } from './lww-register.ts'
import { LwwRegister } from './lww-register.ts'
import type { MvRegisterState } from './mv-register.ts'
import { MvRegister } from './mv-register.ts'
import type { OrSetState } from './or-set.ts'
import { OrSet } from './or-set.ts'
import type { PnCounterState } from './pn-counter.ts'
import { PnCounter } from './pn-counter.ts'
import type { SequenceState } from './rga-sequence.ts'
import { RgaSequence } from './rga-sequence.ts'

const REPLICAS = 3

/** What the laws need of a type: a copy for a replica, an update that gives a delta, and what a reader sees. */
interface Kind<State, Copy extends { merge(state: State): boolean; state(): State; inspect(): unknown }> {
  create(self: number, state?: State): Copy
  update(copy: Copy, self: number, at: number, value: number): State
  read(copy: Copy): unknown
}

const schedule = fc.array(
  fc.record({ at: fc.nat(REPLICAS - 1), from: fc.nat(REPLICAS - 1), merge: fc.boolean(), value: fc.nat(20) }),
  { maxLength: 30, size: 'max' },
)

type Schedule = readonly { at: number; from: number; merge: boolean; value: number }[]

function lawsOf<State, Copy extends { merge(state: State): boolean; state(): State; inspect(): unknown }>(
  name: string,
  kind: Kind<State, Copy>,
): void {
  /** Copies that have lived through a schedule of updates and whole merges, and every delta made on the way. */
  const live = (steps: Schedule) => {
    const copies = Array.from({ length: REPLICAS }, (_, self) => kind.create(self))
    const deltas: State[] = []
    for (const [time, { at, from, merge, value }] of steps.entries()) {
      if (merge) copies[at].merge(copies[from].state())
      else deltas.push(kind.update(copies[at], at, time, value))
    }
    return { copies, deltas }
  }
  const joined = (first: State, ...others: State[]) => {
    const copy = kind.create(REPLICAS, first)
    for (const other of others) copy.merge(other)
    return kind.read(copy)
  }

  it(`${name} merges commutatively, associatively and idempotently`, () => {
    const property = fc.property(schedule, (steps) => {
      const [a, b, c] = live(steps).copies.map((copy) => structuredClone(copy.state()))
      expect(joined(a, b)).toEqual(joined(b, a))
      const bc = kind.create(REPLICAS, b)
      bc.merge(c)
      expect(joined(a, bc.state())).toEqual(joined(a, b, c))
      expect(joined(a, a)).toEqual(joined(a))
      expect(joined(a, b, a, b)).toEqual(joined(a, b))
    })
    fc.assert(property, { numRuns: 150 })
  })

  it(`${name} reaches by deltas in any order, some twice, what merging whole states reaches`, () => {
    const property = fc.property(schedule, fc.infiniteStream(fc.nat(1_000)), (steps, picks) => {
      const { copies, deltas } = live(steps)
      const [whole] = copies
      for (const copy of copies) whole.merge(copy.state())
      const shuffled = kind.create(REPLICAS + 1)
      const pile = [...deltas, ...deltas.slice(0, 5)]
      while (pile.length > 0) {
        const [delta] = pile.splice(picks.next().value % pile.length, 1)
        shuffled.merge(structuredClone(delta))
      }
      expect(kind.read(shuffled)).toEqual(kind.read(whole))
    })
    fc.assert(property, { numRuns: 150 })
  })

  it(`${name} says that a merge changed something only when it did, and inspecting changes nothing`, () => {
    const property = fc.property(schedule, (steps) => {
      const [a, b] = live(steps).copies
      a.merge(b.state())
      const before = JSON.stringify(a.state())
      expect(a.merge(b.state())).toBe(false)
      a.inspect()
      expect(JSON.stringify(a.state())).toBe(before)
    })
    fc.assert(property, { numRuns: 60 })
  })
}

const stampOf = (at: number) => ({ physicalNanos: at + 1, counter: 0 })

describe('merge laws', () => {
  lawsOf('GCounter', {
    create: (self, state?: GCounterState) => new GCounter({ self, state }),
    update: (copy, _self, _at, value) => copy.increment(value),
    read: (copy) => copy.value(),
  })
  lawsOf('PnCounter', {
    create: (self, state?: PnCounterState) => new PnCounter({ self, state }),
    update: (copy, _self, _at, value) => copy.add(value % 2 === 0 ? value : -value),
    read: (copy) => copy.value(),
  })
  lawsOf('LwwRegister', {
    create: (_self, state?: LwwRegisterState<number>) => new LwwRegister({ initial: 0, state }),
    update: (copy, self, at, value) => copy.write(stampOf(at), self, value),
    read: (copy) => copy.value(),
  })
  lawsOf('OrSet', {
    create: (self, state?: OrSetState<number>) => new OrSet<number>({ self, state }),
    update(copy, _self, at, value) {
      if (at % 3 === 0) return copy.remove(value % 2)
      return at % 3 === 1 ? copy.add(value % 2) : copy.replace([(value + 1) % 2], value % 2)
    },
    read: (copy) => copy.values(),
  })
  lawsOf('LwwMap', {
    create: (_self, state?: LwwMapState<string, number>) => new LwwMap<string, number>({ state }),
    update: (copy, self, at, value) => {
      const key = `key ${value % 3}`
      return at % 4 === 0 ? copy.remove(stampOf(at), self, key) : copy.set(stampOf(at), self, key, value)
    },
    read: (copy) => copy.contents().sort((a, b) => (a[0] < b[0] ? -1 : 1)),
  })
  lawsOf('MvRegister', {
    create: (self, state?: MvRegisterState<number>) => new MvRegister<number>({ self, state }),
    update: (copy, _self, _at, value) => copy.assign(value),
    read: (copy) => copy.values(),
  })
  lawsOf('RgaSequence', {
    create: (self, state?: SequenceState<number>) => new RgaSequence<number>({ self, state }),
    update: (copy, self, at, value) => {
      if (at % 3 === 0 && copy.length > 0) return copy.delete(value % copy.length)
      return copy.insert(value % (copy.length + 1), [at, self, value].slice(0, 1 + (value % 3)))
    },
    read: (copy) => copy.values(),
  })
})
