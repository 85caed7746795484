import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { at, HEALED, inWords, RingSight } from '../ring-store.ts'
import { NOTE_VERSIONS, ripeKeys, ripeVersions, type RipeVersions } from '../ripe-versions.ts'

interface State extends RipeVersions {
  lost: number
}

/** Caught: the last write wins, confirmations before the log is on disk, stand-ins that keep what they hold. */
export const invariant = defineInvariant<State>({
  name: 'acknowledged-versions-survive',
  title: 'No acknowledged write is lost',
  doc: 'Once faults have been over for a while, every write that was acknowledged is held by an owner of its key, unless somebody who had seen it has replaced it.',
  start: (ctx) => ({ ...ripeVersions(ctx), lost: 0 }),
  on: NOTE_VERSIONS,
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    const sight = new RingSight(ctx)
    const lost = ripeKeys(state, sight, ctx).flatMap((key) =>
      state.ledger.versions.lost(key, sight.shown(key)),
    )
    state.lost += lost.length
    if (lost.length === 0) return null
    const [{ key }] = lost
    const held = sight
      .heldBy(key)
      .flatMap(({ versions }) => versions.map(({ value }) => value ?? 'a deletion'))
    return {
      says: `${lost.length} acknowledged ${lost.length === 1 ? 'write is' : 'writes are'} gone: no owner has them, and nobody who had seen them has replaced them.`,
      operations: [
        ...lost.slice(0, 5).map(inWords),
        `${at(ctx.now)}: the owners of key ${key} hold ${[...new Set(held)].join(', ') || 'nothing'}`,
      ],
      nodes: sight.ownersOf(key).map((owner) => sight.ids[owner]),
    }
  },
  conclusive: ({ judged }) => judged,
  needs: { calmNanos: HEALED },
  readings: {
    lostVersions: { title: 'Acknowledged writes lost', unit: 'writes', read: ({ lost }) => lost },
  },
})
