import { dotOf } from '../../algorithms/clock/sibling-set.ts'
import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { at, HEALED, inWords, RingSight } from '../ring-store.ts'
import { NOTE_VERSIONS, ripeKeys, ripeVersions, type RipeVersions } from '../ripe-versions.ts'
import type { VersionLedger } from '../version-ledger.ts'

/** Caught: deletions that are forgotten before everybody has heard of them, replicas that take what is older. */
export const invariant = defineInvariant<RipeVersions>({
  name: 'replaced-versions-stay-gone',
  title: 'What was replaced or deleted does not come back',
  doc: 'Once faults have been over for a while, no owner of a key holds a version that somebody had seen and replaced, or deleted, by a write that was acknowledged.',
  start: ripeVersions,
  on: NOTE_VERSIONS,
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    const sight = new RingSight(ctx)
    for (const key of ripeKeys(state, sight, ctx)) {
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
  needs: { calmNanos: HEALED },
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
