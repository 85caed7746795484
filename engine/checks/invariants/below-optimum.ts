import { s } from '../../lib/units.ts'
import { CacheTrack, type CacheStore } from '../cache-track.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'

/** The rates shown are of so many looks, one every half second. */
const LOOKS_SHOWN = 20

interface Counts {
  lookUps: number
  hits: number
  hitsMost: number
}

interface State {
  tracks: Map<string, CacheTrack>
  /** What each of the last looks has added, over all caches. */
  latest: Counts[]
}

/**
 * Looks back: what would a cache have had that knew the requests to come? Expiry costs the real one hits that the optimum keeps;
 * invalidations cost both.
 */
export const invariant = defineInvariant<State>({
  name: 'below-optimum',
  title: 'No policy beats the optimum',
  doc: 'No cache has had more hits than Bélády’s optimum of its capacity, which knows all requests, would have had from the same content.',
  start: () => ({ tracks: new Map(), latest: [] }),
  everyNanos: s(0.5),
  check(state, ctx) {
    const added: Counts = { lookUps: 0, hits: 0, hitsMost: 0 }
    let violation: Violation | null = null
    for (const id of ctx.nodesOf('cache')) {
      const track = trackOf(state, id, ctx)
      const { lookUps, hits, hitsMost } = track
      if (!track.follow()) {
        state.tracks.delete(id)
        continue
      }
      added.lookUps += track.lookUps - lookUps
      added.hits += track.hits - hits
      added.hitsMost += track.hitsMost - hitsMost
      if (track.hits > track.hitsMost) violation ??= describe(id, track, ctx)
    }
    state.latest.push(added)
    if (state.latest.length > LOOKS_SHOWN) state.latest.shift()
    return violation
  },
  conclusive: ({ tracks }) => [...tracks.values()].some(({ lookUps }) => lookUps > 0),
  readings: {
    hitRate: {
      title: 'Hit rate of the last 10 s',
      unit: '%',
      read: ({ latest }) => share(latest, ({ hits }) => hits),
    },
    optimum: {
      title: 'Best possible in the last 10 s, looking back',
      unit: '%',
      read: ({ latest }) => share(latest, ({ hitsMost }) => hitsMost),
    },
  },
})

function share(latest: readonly Counts[], read: (counts: Counts) => number): number {
  let lookUps = 0
  let sum = 0
  for (const counts of latest) {
    lookUps += counts.lookUps
    sum += read(counts)
  }
  return lookUps === 0 ? NaN : sum / lookUps
}

/** A cache that was started anew, or has another capacity, is followed from the content that it has now. */
function trackOf({ tracks }: State, id: string, ctx: CheckContext): CacheTrack {
  const { store } = ctx.state(id) as { store: CacheStore }
  const capacity = Number(ctx.params(id).capacity)
  let track = tracks.get(id)
  if (track === undefined || track.store !== store || track.capacity !== capacity)
    tracks.set(id, (track = new CacheTrack(store, capacity)))
  return track
}

function describe(id: string, { lookUps, hits, hitsMost }: CacheTrack, { now }: CheckContext): Violation {
  return {
    says: `${id} had ${hits} hits in ${lookUps} look-ups; no cache of its capacity can have more than ${hitsMost}.`,
    operations: [
      `up to ${seconds(now)} ${id} was looked up ${lookUps} times`,
      `${hits} of them were hits`,
      `Bélády’s optimum would have had ${hitsMost}`,
    ],
    nodes: [id],
  }
}
