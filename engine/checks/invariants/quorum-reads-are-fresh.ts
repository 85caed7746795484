import { defineInvariant, type Violation } from '../define-invariant.ts'
import {
  allHave,
  at,
  inWords,
  isHealed,
  type VersionAcknowledged,
  type VersionMade,
  type VersionsRead,
} from '../ring-store.ts'
import { ledgerOf, type SharedLedger } from '../shared-ledger.ts'

interface State {
  ledger: SharedLedger
  stale: number
}

/** Caught: quorums that need not meet. A sloppy quorum's stale reads during faults are counted, and are no violation. */
export const invariant = defineInvariant<State>({
  name: 'quorum-reads-are-fresh',
  title: 'Reads see what was acknowledged before',
  doc: 'A read shows every write that was acknowledged before it began, or what replaced it: always with strict quorums, and with sloppy ones while no fault has its effect.',
  start: (ctx) => ({ ledger: ledgerOf(ctx), stale: 0 }),
  on: {
    'version-made'(state, fact: VersionMade) {
      state.ledger.made(fact)
      return undefined
    },
    'version-acknowledged'(state, fact: VersionAcknowledged, node) {
      state.ledger.acknowledged(fact, node)
      return undefined
    },
    'versions-read'(
      state,
      { key, dots, sinceNanos, latest }: VersionsRead,
      node,
      ctx,
    ): Violation | null | undefined {
      const missed = state.ledger.versions.missed(key, dots, sinceNanos, latest)
      if (missed !== null) state.stale += 1
      if (!isHealed(ctx) && !allHave(ctx, 'quorum', 'strict')) return undefined
      if (missed === null) return null
      return {
        says: `A read of key ${key} at ${node} did not show ${missed.value ?? 'a deletion'}, acknowledged ${((sinceNanos - missed.atNanos) / 1e6).toFixed(1)} ms before it began.`,
        operations: [
          inWords(missed),
          `${at(sinceNanos)}: a read of key ${key} begins at ${node} and is answered at ${at(ctx.now)} without it`,
        ],
        nodes: [node],
      }
    },
  },
  readings: {
    staleReads: { title: 'Stale reads', unit: 'reads', read: ({ stale }) => stale },
  },
})
