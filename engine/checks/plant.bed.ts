/**
 * A bug planted on purpose, with its correct twin: shows that the checker named here would find it. Files `*.plant.ts` stand beside the
 * code whose bugs they are and export `plants`; `plants.test.ts` walks all of them.
 */
export interface Plant {
  /** Unique, kebab-case: `vote-not-persisted`. */
  name: string
  /** The protocol or structure it lives in: `raft`, `two-phase commit`. */
  protocol: string
  /** What is wrong, in one sentence. */
  bug: string
  /** The checker that must catch it, by the name it has elsewhere. */
  checker: string
  /**
   * One run under faults drawn from `seed`, with the bug or with the correct twin: what the checker has to say against it, as a
   * sentence, or null when it found nothing. Nothing else may differ between the two.
   */
  run(seed: number, planted: boolean): string | null
}
