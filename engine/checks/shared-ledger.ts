import type { CheckContext } from './define-invariant.ts'
import type { VersionAcknowledged, VersionMade } from './ring-store.ts'
import { VersionLedger } from './version-ledger.ts'

/** The ledger of one run, kept once for all checks that need it: each fact is entered by whoever is told of it first. */
export class SharedLedger {
  readonly versions = new VersionLedger()
  #latest: object | null = null

  made(fact: VersionMade): void {
    if (fact === this.#latest) return
    this.#latest = fact
    this.versions.made(fact.key, fact.dot, fact.seen)
  }

  acknowledged(fact: VersionAcknowledged, node: string): void {
    if (fact === this.#latest) return
    this.#latest = fact
    this.versions.acknowledged({ ...fact, node })
  }
}

const ledgers = new WeakMap<CheckContext, SharedLedger>()

/** The ledger of the run that the context belongs to. */
export function ledgerOf(ctx: CheckContext): SharedLedger {
  let ledger = ledgers.get(ctx)
  if (ledger === undefined) ledgers.set(ctx, (ledger = new SharedLedger()))
  return ledger
}
