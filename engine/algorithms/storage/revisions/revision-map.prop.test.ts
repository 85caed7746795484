import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConfigValue, RevisionCommand } from './revision-command.ts'
import { RevisionMap } from './revision-map.ts'

const keys = fc.constantFrom('flag/1', 'flag/2', 'lock/1', 'lock/2')
const values = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 4 })
const puts = fc.array(fc.record({ key: keys, value: values, lease: fc.integer({ min: 0, max: 2 }) }), {
  maxLength: 3,
})
const compares = fc.array(fc.record({ key: keys, of: fc.constant('value' as const), is: values }), {
  maxLength: 1,
})
const commands: fc.Arbitrary<RevisionCommand> = fc.oneof(
  fc.record({
    type: fc.constant('transact' as const),
    when: compares,
    puts: puts,
    otherwise: puts,
    request: fc.integer({ min: 0, max: 6 }),
    askedAt: fc.constant(0),
  }),
  fc.record({
    type: fc.constant('grant' as const),
    lease: fc.integer({ min: 1, max: 2 }),
    ttlNanos: fc.constant(10),
  }),
  fc.record({
    type: fc.constant('revoke' as const),
    lease: fc.integer({ min: 1, max: 2 }),
    askedAt: fc.constant(0),
  }),
  fc.record({ type: fc.constant('compact' as const), revision: fc.integer({ min: 0, max: 12 }) }),
)

/** The obvious map: all states there ever were, and who lives by which lease. */
class NaiveMap {
  readonly states: Map<string, ConfigValue>[] = [new Map()]
  readonly leases = new Set<number>()
  readonly leaseOf = new Map<string, number>()
  readonly answered = new Map<number, boolean>()

  get now() {
    return this.states[this.states.length - 1]
  }
  apply(command: RevisionCommand): void {
    if (command.type === 'grant') this.leases.add(command.lease)
    if (command.type === 'revoke' && this.leases.delete(command.lease)) {
      const gone = [...this.leaseOf].filter(([, lease]) => lease === command.lease).map(([key]) => key)
      if (gone.length > 0) this.change(gone.map((key) => ({ key, value: null, lease: 0 })))
    }
    if (command.type !== 'transact' || this.answered.has(command.request)) return
    const holds = command.when.every(({ key, is }) => (this.now.get(key) ?? null) === is)
    if (command.request !== 0) this.answered.set(command.request, holds)
    const wanted = (holds ? command.puts : command.otherwise).filter(({ key, value, lease = 0 }) =>
      value === null ? this.now.has(key) : lease === 0 || this.leases.has(lease),
    )
    if (wanted.length > 0) this.change(wanted)
  }
  change(puts: readonly { key: string; value: ConfigValue | null; lease?: number }[]): void {
    const next = new Map(this.now)
    for (const { key, value, lease = 0 } of puts) {
      if (value === null) next.delete(key)
      else next.set(key, value)
      if (value === null || lease === 0) this.leaseOf.delete(key)
      else this.leaseOf.set(key, lease)
    }
    this.states.push(next)
  }
}

test('is what the obvious map is, at every revision', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
      const map = new RevisionMap()
      const naive = new NaiveMap()
      for (const command of all) {
        map.apply(command)
        naive.apply(command)
        expect(map.revision).toBe(naive.states.length - 1)
        expect(new Map(map.entries('').map(([key, { value }]) => [key, value]))).toEqual(naive.now)
        expect([...map.leases.keys()].toSorted((a, b) => a - b)).toEqual(
          [...naive.leases].toSorted((a, b) => a - b),
        )
      }
    }),
  )
})

test('what changed since a revision leads from the state then to the state now, or is compacted', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 40 }), fc.nat(30), (all, from) => {
      const map = new RevisionMap()
      const naive = new NaiveMap()
      for (const command of all) {
        map.apply(command)
        naive.apply(command)
      }
      const since = Math.min(from, map.revision)
      const events = map.since(since)
      expect(events === null).toBe(since < map.compacted)
      const state = new Map(naive.states[since])
      for (const { key, value } of events ?? []) {
        if (value === null) state.delete(key)
        else state.set(key, value)
      }
      if (events !== null) expect(state).toEqual(naive.now)
    }),
  )
})

test('begins again from what it exports, and goes on alike', () => {
  fc.assert(
    fc.property(fc.array(commands), fc.array(commands), (before, after) => {
      const map = new RevisionMap()
      for (const command of before) map.apply(command)
      const state = map.export()
      const text = JSON.stringify(state)
      const copy = new RevisionMap()
      copy.import(state)
      for (const command of after) expect(copy.apply(command)).toEqual(map.apply(command))
      expect(copy.export()).toEqual(map.export())
      expect(JSON.stringify(state), 'what was exported has not changed').toBe(text)
    }),
  )
})

test('a lock’s token rises with each holder', () => {
  const map = new RevisionMap()
  const acquire = (owner: string) =>
    map.apply({
      type: 'transact',
      when: [{ key: 'lock', of: 'created', is: 0 }],
      puts: [{ key: 'lock', value: owner, lease: 1 }],
      otherwise: [],
      request: 0,
      askedAt: 0,
    })
  map.apply({ type: 'grant', lease: 1, ttlNanos: 10 })
  expect(acquire('a')).toEqual({ succeeded: true, revision: 1 })
  expect(acquire('b').succeeded).toBe(false)
  map.apply({ type: 'revoke', lease: 1, askedAt: 0 })
  map.apply({ type: 'grant', lease: 1, ttlNanos: 10 })
  expect(acquire('b')).toEqual({ succeeded: true, revision: 3 })
  expect(map.get('lock')).toMatchObject({ value: 'b', created: 3 })
})
