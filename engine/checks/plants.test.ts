import { expect, test } from 'vitest'
import { bundled } from '../designs/bundled.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
/** A planted bug must be caught within so many seeds. */
const MOST_SEEDS = 200
/** The correct twin must never be accused; as many seeds as there is time for. */
const TWIN_SEEDS = LONG ? MOST_SEEDS : 5

const plants = bundled.PLANTS

test('planted bugs have names of their own', () => {
  expect(plants.map(({ name }) => name)).toEqual([...new Set(plants.map(({ name }) => name))])
})

test.each(plants.map((plant) => [plant.protocol, plant.name, plant.checker, plant] as const))(
  '%s: %s is caught by %s, and the correct twin is not accused',
  { timeout: LONG ? 3_600_000 : 120_000 },
  (_protocol, _name, _checker, plant) => {
    const seeds = Array.from({ length: MOST_SEEDS }, (_, i) => i + 1)
    expect(
      seeds.find((seed) => plant.run(seed, true) !== null),
      'a seed that catches it',
    ).toBeDefined()
    for (const seed of seeds.slice(0, TWIN_SEEDS)) expect(plant.run(seed, false), `seed ${seed}`).toBeNull()
  },
)
