import { exp } from '../../lib/math.ts'
import { s } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext } from '../define-invariant.ts'
import type { FilterAnswer } from '../filter-answer.ts'

/** Fewer absent keys than this say nothing. */
const ENOUGH = 1_000
/** Chance moves the count by so many standard deviations at the most, and by a few keys. */
const DEVIATIONS = 5
const FEW = 3
/** A filter that is a little fuller than planned still keeps its promise. */
const TOLERANCE = 1.2
const KEPT = 5

interface Filter {
  inspect(): { bits: number; hashes: number; keys: number }
}

interface State {
  /** Of which filter the counts are: other parameters begin anew. */
  built: string
  absent: number
  passed: number
  latest: FilterAnswer[]
}

function filterOf(ctx: CheckContext): Filter | null {
  const [app] = ctx.nodesOf('cached-app')
  return app === undefined ? null : (ctx.state(app) as { known: { filter: Filter | null } }).known.filter
}

/** What the filter's size, hashes and keys make of an absent key, by Bloom's analysis. */
function rateInTheory({ bits, hashes, keys }: ReturnType<Filter['inspect']>): number {
  const filled = 1 - exp((-hashes * keys) / bits)
  let rate = 1
  for (let i = 0; i < hashes; i++) rate *= filled
  return rate
}

/** The other half of a Bloom filter's promise: it lets as many absent keys pass as theory says, and that is as few as was planned. */
export const invariant = defineInvariant<State>({
  name: 'filter-false-positives',
  title: 'The filter errs as seldom as promised',
  doc: 'The share of absent keys that pass the filter is what theory says of its size and number of keys, and no more than was promised.',
  start: () => ({ built: '', absent: 0, passed: 0, latest: [] }),
  everyNanos: s(1),
  on: {
    'filter-answer'(state, answer: FilterAnswer, nodeId, ctx) {
      const { filterKeys, falsePositives, filter } = ctx.params(nodeId)
      const built = `${filterKeys}/${falsePositives}/${filter}`
      if (built !== state.built) Object.assign(state, { built, absent: 0, passed: 0, latest: [] })
      state.absent++
      if (!answer.passed) return undefined
      state.passed++
      state.latest.push(answer)
      if (state.latest.length > KEPT) state.latest.shift()
      return undefined
    },
  },
  check({ absent, passed, latest }, ctx) {
    const filter = filterOf(ctx)
    if (filter === null || absent < ENOUGH) return null
    const [app] = ctx.nodesOf('cached-app')
    const promised = Number(ctx.params(app).falsePositives)
    const rate = rateInTheory(filter.inspect())
    const expected = absent * rate
    const slack = DEVIATIONS * Math.sqrt(expected * (1 - rate)) + FEW
    const asInTheory = Math.abs(passed - expected) <= slack
    if (asInTheory && rate <= promised * TOLERANCE) return null
    return {
      says: `${passed} of ${absent} absent keys passed the filter; theory expects ${expected.toFixed(1)} of a filter of its size, and ${(absent * promised).toFixed(1)} were promised.`,
      operations: latest.map(
        ({ key, atNanos }) => `${seconds(atNanos)}: absent key ${key} passed the filter and was looked for`,
      ),
      nodes: [app],
    }
  },
  conclusive: ({ absent }) => absent >= ENOUGH,
  readings: {
    falsePositives: {
      title: 'False positives of the filter',
      unit: '%',
      read: ({ absent, passed }) => (absent === 0 ? NaN : passed / absent),
    },
  },
})
