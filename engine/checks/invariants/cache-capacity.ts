import { s } from '../../lib/units.ts'
import type { Accesses, CacheStore } from '../cache-track.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

const STORED = 2
const SHOWN = 5

export const invariant = defineInvariant<null>({
  name: 'cache-capacity',
  title: 'No cache outgrows its capacity',
  doc: 'A cache node never holds more entries than its capacity.',
  start: () => null,
  everyNanos: s(0.25),
  check(_state, ctx) {
    for (const id of ctx.nodesOf('cache')) {
      const { store } = ctx.state(id) as { store: CacheStore }
      const capacity = Number(ctx.params(id).capacity)
      if (store.size <= capacity) continue
      return {
        says: `${id} holds ${store.size} entries; its capacity is ${capacity}.`,
        operations: latestStores(store.history),
        nodes: [id],
      }
    }
    return null
  },
})

function latestStores(history: Accesses): string[] {
  const stores: string[] = []
  for (let i = history.length - 1; i >= 0 && stores.length < SHOWN; i--) {
    if (history.kind(i) === STORED)
      stores.unshift(`${seconds(history.time(i))}: key ${history.key(i)} was stored`)
  }
  return stores
}
