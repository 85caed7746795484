import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { KeysToJudge } from '../keys-to-judge.ts'
import { at, inWords, RingSight, type VersionAcknowledged, type VersionMade } from '../ring-store.ts'
import { ledgerOf, type SharedLedger } from '../shared-ledger.ts'

interface State {
  ledger: SharedLedger
  keys: KeysToJudge
  judged: boolean
  lost: number
}

/** Caught: the last write wins, confirmations before the log is on disk, stand-ins that keep what they hold. */
export const invariant = defineInvariant<State>({
  name: 'acknowledged-versions-survive',
  title: 'No acknowledged write is lost',
  doc: 'Once faults have been over for a while, every write that was acknowledged is held by an owner of its key, unless somebody who had seen it has replaced it.',
  start: (ctx) => ({ ledger: ledgerOf(ctx), keys: new KeysToJudge(), judged: false, lost: 0 }),
  on: {
    'version-made'(state, fact: VersionMade) {
      state.ledger.made(fact)
      return undefined
    },
    'version-acknowledged'(state, fact: VersionAcknowledged, node, ctx) {
      state.ledger.acknowledged(fact, node)
      state.keys.touch(fact.key, ctx.now)
      return undefined
    },
  },
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    const sight = new RingSight(ctx)
    if (sight.members.length === 0) return null
    const keys = state.keys.ripe(ctx)
    state.judged ||= keys.length > 0
    const lost = keys.flatMap((key) => state.ledger.versions.lost(key, sight.shown(key)))
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
  readings: {
    lostVersions: { title: 'Acknowledged writes lost', unit: 'writes', read: ({ lost }) => lost },
  },
})
