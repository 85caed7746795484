import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { countHits } from './count-hits.ts'
import { curveCapacities } from './curve-capacities.ts'
import type { CurveProgress, CurveRequest, CurveTable } from './miss-ratio-curve.ts'
import { missRatioCurve } from './miss-ratio-curve.ts'
import { createPolicy, POLICIES } from './policies.ts'

const random = new RandomStream(8, 'requests')
const keys = Int32Array.from({ length: 3000 }, () => Math.min(random.below(200), random.below(200)))
const sizes = Uint32Array.from(keys, (key) => 1 + ((key * 37) % 90))

function finish(request: CurveRequest): { table: CurveTable; progress: CurveProgress[] } {
  const progress: CurveProgress[] = []
  const curve = missRatioCurve(request)
  for (;;) {
    const step = curve.next()
    if (step.done) return { table: step.value, progress }
    progress.push(step.value)
  }
}

describe('missRatioCurve', () => {
  const policies = POLICIES.filter((policy) => policy.role !== 'broken').map((policy) => policy.name)

  it.each([
    ['entries', null, [1, 7, 50, 199, 500]],
    ['bytes', sizes, [90, 1000, 5000]],
  ])(
    'has at every point, counted in %s, what a run of that policy alone has',
    (_, objectSizes, capacities) => {
      const sequence = { keys, sizes: objectSizes }
      const { table } = finish({ sequence, policies, capacities, seed: 3, requestsPerSlice: 700 })
      expect([table.requests, table.distinct, table.capacities]).toEqual([3000, 198, capacities])
      const alone = policies.map((policy) => {
        const hits = capacities.map((capacity) => {
          const lots = new RandomStream(3, `eviction at ${capacity}`)
          return countHits(createPolicy(policy, { capacity, random: lots, future: sequence }), sequence)
        })
        return { policy, hits }
      })
      expect(table.rows).toEqual(alone)
    },
  )

  it('reports progress that rises to one, and can be left in between', () => {
    const request = {
      sequence: { keys, sizes: null },
      policies: ['lru', 'arc'],
      capacities: [10, 20],
      requestsPerSlice: 1000,
    }
    const { progress } = finish(request)
    const ninths = Array.from({ length: 9 }, (_, i) => (i + 1) / 9)
    expect(progress.map((step) => step.fraction)).toEqual(ninths)
    expect(progress.map((step) => step.policy)).toEqual([...Array(3).fill('lru'), ...Array(6).fill('arc')])
    const left = missRatioCurve(request)
    left.next()
    expect(left.return({} as CurveTable).done).toBe(true)
  })

  it('draws an empty trace as no hits', () => {
    const sequence = { keys: [], sizes: null }
    const { table } = finish({ sequence, policies: ['lru', 'sieve', 'belady'], capacities: [5] })
    expect(table.rows.map((row) => row.hits)).toEqual([[0], [0], [0]])
  })
})

describe('curveCapacities', () => {
  it('rises in even steps on a logarithmic axis to the largest', () => {
    expect(curveCapacities(40)).toEqual([1, 2, 3, 5, 7, 10, 15, 20, 30, 40])
    expect(curveCapacities(1)).toEqual([1])
  })
})
