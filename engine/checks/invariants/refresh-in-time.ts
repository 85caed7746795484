import type { Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** So many times a load is early enough for any herd. */
const LOADS_EARLY = 20

/** The fact `early-refresh`: a reader refreshes an entry that has not expired, because the rule says so. */
interface EarlyRefresh {
  key: number
  storedAt: Nanos
  expiresAt: Nanos
  recomputeNanos: Nanos
  atNanos: Nanos
}

interface State {
  refreshed: number
}

export const invariant = defineInvariant<State>({
  name: 'refresh-in-time',
  title: 'An early refresh is not too early',
  doc: 'An entry is refreshed in the second half of its time, or when its load would take so long that it must begin sooner.',
  start: () => ({ refreshed: 0 }),
  on: {
    'early-refresh'(state, fact: EarlyRefresh, nodeId) {
      state.refreshed++
      const { key, storedAt, expiresAt, recomputeNanos, atNanos } = fact
      const left = expiresAt - atNanos
      if (left <= Math.max((expiresAt - storedAt) / 2, LOADS_EARLY * recomputeNanos)) return null
      return {
        says: `${nodeId} refreshed key ${key} when ${seconds(left)} of its ${seconds(expiresAt - storedAt)} were left; a load takes ${seconds(recomputeNanos)}.`,
        operations: [
          `${seconds(storedAt)}: key ${key} was stored until ${seconds(expiresAt)}`,
          `${seconds(atNanos)}: ${nodeId} read key ${key} from the origin again`,
        ],
        nodes: [nodeId],
      }
    },
  },
  readings: {
    refreshes: { title: 'Early refreshes so far', unit: 'requests', read: ({ refreshed }) => refreshed },
  },
})
