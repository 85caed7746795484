import type { CheckContext } from './define-invariant.ts'
import { KeysToJudge } from './keys-to-judge.ts'
import { isHealed, type RingSight, type VersionAcknowledged, type VersionMade } from './ring-store.ts'
import { ledgerOf, type SharedLedger } from './shared-ledger.ts'

/** What a check keeps that judges the versions of a ring's keys once faults have been over for a while. */
export interface RipeVersions {
  readonly ledger: SharedLedger
  readonly keys: KeysToJudge
  /** Whether any key has been judged since the last fault. */
  judged: boolean
}

export const ripeVersions = (ctx: CheckContext): RipeVersions => ({
  ledger: ledgerOf(ctx),
  keys: new KeysToJudge(),
  judged: false,
})

/** What storage nodes tell goes into the ledger, and keys that were written are to be judged. */
export const NOTE_VERSIONS = {
  'version-made'(state: RipeVersions, fact: VersionMade): undefined {
    state.ledger.made(fact)
  },
  'version-acknowledged'(
    state: RipeVersions,
    fact: VersionAcknowledged,
    node: string,
    ctx: CheckContext,
  ): undefined {
    state.ledger.acknowledged(fact, node)
    state.keys.touch(fact.key, ctx.now)
  },
}

/** The keys to judge now; none while nobody knows the ring. */
export function ripeKeys(state: RipeVersions, sight: RingSight, ctx: CheckContext): readonly number[] {
  if (!isHealed(ctx)) state.judged = false
  if (sight.members.length === 0) return []
  const keys = state.keys.ripe(ctx)
  state.judged ||= keys.length > 0
  return keys
}
