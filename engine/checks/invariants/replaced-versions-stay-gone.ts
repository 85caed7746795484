import { dotOf } from '../../algorithms/clock/sibling-set.ts'
import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { KeysToJudge } from '../keys-to-judge.ts'
import { at, inWords, RingSight, type VersionAcknowledged, type VersionMade } from '../ring-store.ts'
import { ledgerOf, type SharedLedger } from '../shared-ledger.ts'
import type { VersionLedger } from '../version-ledger.ts'

interface State {
  ledger: SharedLedger
  keys: KeysToJudge
  judged: boolean
}

/** Caught: deletions that are forgotten before everybody has heard of them, replicas that take what is older. */
export const invariant = defineInvariant<State>({
  name: 'replaced-versions-stay-gone',
  title: 'What was replaced or deleted does not come back',
  doc: 'Once faults have been over for a while, no owner of a key holds a version that somebody had seen and replaced, or deleted, by a write that was acknowledged.',
  start: (ctx) => ({ ledger: ledgerOf(ctx), keys: new KeysToJudge(), judged: false }),
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
    for (const key of keys) {
      for (const owner of sight.ownersOf(key)) {
        const violation = whatIsBack(state.ledger.versions, sight, key, owner)
        if (violation === null) continue
        const [says, ...operations] = violation
        return {
          says,
          operations: [...operations, `${at(ctx.now)}: ${sight.ids[owner]} holds it`],
          nodes: [sight.ids[owner]],
        }
      }
    }
    return null
  },
  conclusive: ({ judged }) => judged,
})

/** A sentence and the write it is about; null when the owner holds nothing that was replaced. */
function whatIsBack(ledger: VersionLedger, sight: RingSight, key: number, owner: number): string[] | null {
  for (const version of sight.versionsAt(key, owner)) {
    const by = ledger.replacementOf(key, dotOf(version))
    if (by === null) continue
    const how = by.value === null ? 'deleted' : `replaced by ${by.value}`
    return [`Key ${key} holds ${version.value ?? 'a deletion'} again, which had been ${how}.`, inWords(by)]
  }
  return null
}
