import type { Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { RecentMost } from '../recent-most.ts'

/** The fact `origin-load`: a server begins to read a key from the origin in order to cache it, or is done with it. */
interface OriginLoad {
  key: number
  load: number
  begins: boolean
  /** Of the server: a crash ends all that was under way. */
  life: number
  atNanos: Nanos
}

interface Server {
  life: number
  /** Key to the loads under way, and when each began. */
  loads: Map<number, Map<number, Nanos>>
}

interface State {
  servers: Map<string, Server>
  stampede: RecentMost
}

function serverOf({ servers }: State, id: string, life: number): Server {
  let server = servers.get(id)
  if (server === undefined || server.life !== life) {
    server = { life, loads: new Map() }
    servers.set(id, server)
  }
  return server
}

/** Loads of a key that all servers together have under way. */
function atOnce({ servers }: State, key: number): number {
  let count = 0
  for (const { loads } of servers.values()) count += loads.get(key)?.size ?? 0
  return count
}

/** A load that a write has overtaken does not count: nobody may join it any more, so another one may begin. */
export const invariant = defineInvariant<State>({
  name: 'one-load-per-key',
  title: 'One load per key and server',
  doc: 'A server never reads a key from the origin while it is reading it already: readers of a missing key wait for the first one’s load.',
  start: () => ({ servers: new Map(), stampede: new RecentMost() }),
  on: {
    'origin-load'(
      state,
      { key, load, begins, life, atNanos }: OriginLoad,
      nodeId,
    ): Violation | null | undefined {
      const { loads } = serverOf(state, nodeId, life)
      const underWay = loads.get(key) ?? new Map<number, Nanos>()
      if (!begins) {
        underWay.delete(load)
        if (underWay.size === 0) loads.delete(key)
        return undefined
      }
      underWay.set(load, atNanos)
      loads.set(key, underWay)
      state.stampede.note(atNanos, atOnce(state, key))
      if (underWay.size === 1) return null
      return {
        says: `${nodeId} reads key ${key} from the origin ${underWay.size} times at once.`,
        operations: [...underWay.values()]
          .slice(-6)
          .map((at) => `${seconds(at)}: ${nodeId} asked the origin for key ${key}`),
        nodes: [nodeId],
      }
    },
  },
  readings: {
    stampede: {
      title: 'Largest stampede on one key',
      unit: 'requests',
      read: ({ stampede }, { now }) => stampede.read(now),
    },
  },
})
