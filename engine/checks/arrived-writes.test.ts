import { afterEach, describe, expect, test, vi } from 'vitest'
import { MvRegister, type MvRegisterState } from '../algorithms/crdt/mv-register.ts'
import { OrSet } from '../algorithms/crdt/or-set.ts'
import { PnCounter } from '../algorithms/crdt/pn-counter.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { simulate } from '../run/simulate.ts'
import type { Scenario } from '../schema/design.ts'

afterEach(() => vi.restoreAllMocks())

/** The true merge, whatever stands in its place. */
const MERGE = Object.getOwnPropertyDescriptor(MvRegister.prototype, 'merge')!.value as (
  this: MvRegister<unknown>,
  other: MvRegisterState<unknown>,
) => boolean

function verdictOf(slug: string, change: (scenarios: Record<string, Scenario>) => Scenario): string {
  const design = DESIGNS.get(slug)!.design!
  const scenario = change(design.scenarios)
  const { checks } = simulate(design, { seed: 1, seconds: scenario.seconds, scenario }).summary
  return checks.find(({ name }) => name === 'no-write-dropped')!.verdict
}

const PLACES: [string, string][] = [
  ['strong-vs-eventual-consistency', 'partition, siblings'],
  ['distributed-consistency', 'multi-leader, merged'],
]

describe.each(PLACES)('no-write-dropped, in %s, %s', (slug, name) => {
  const judge = () => verdictOf(slug, (scenarios) => scenarios[name])

  test('holds when all is kept', () => expect(judge()).toBe('holds'))

  test('is broken by a merge that drops the siblings that are there', () => {
    vi.spyOn(MvRegister.prototype, 'merge').mockImplementation(function (
      this: MvRegister<unknown>,
      other: MvRegisterState<unknown>,
    ) {
      const here = this.state().siblings.map(([, dot]) => dot)
      const { counts, beyond } = other.context
      return MERGE.call(this, { ...other, context: { counts, beyond: [...beyond, ...here] } })
    })
    expect(judge()).toBe('violated')
  })

  test('is broken by a merge that drops the sibling that comes', () => {
    vi.spyOn(MvRegister.prototype, 'merge').mockImplementation(function (
      this: MvRegister<unknown>,
      other: MvRegisterState<unknown>,
    ) {
      return MERGE.call(this, this.values().length > 0 ? { ...other, siblings: [] } : other)
    })
    expect(judge()).toBe('violated')
  })
})

describe('no-write-dropped, of conflict-free objects', () => {
  const conflicts = (to: string) => () =>
    verdictOf('strong-vs-eventual-consistency', (scenarios) => ({
      ...scenarios['partition, siblings'],
      with: [
        { do: 'switch', name: 'mode', to: 'eventual' },
        { do: 'switch', name: 'conflicts', to },
      ],
    }))

  test.each([
    ['counter', PnCounter],
    ['set', OrSet],
  ] as const)('of a %s: is broken by changes that arrive and are not merged', (objects, { prototype }) => {
    const judge = conflicts(objects)
    expect(judge()).toBe('holds')
    vi.spyOn(prototype, 'merge').mockImplementation(() => false as never)
    expect(judge()).toBe('violated')
  })

  test('of a list: holds', () => expect(conflicts('list')()).toBe('holds'))

  test('says nothing of a log, which drops nothing', () => {
    expect(verdictOf('strong-vs-eventual-consistency', ({ steady }) => steady)).toBe('unknown')
  })
})
