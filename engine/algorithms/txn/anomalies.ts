import { Interleaving } from './interleaving.ts'
import type { LogLine, Played } from './interleaving.ts'
import type { IsolationLevel, SerializableStrategy } from './outcome.ts'
import type { RowKey } from './row.ts'
import { parseScript } from './script.ts'

/** A way in which concurrent transactions can go wrong, as a script that provokes it and the proof that it happened. */
export interface Anomaly {
  /** Adya's and Berenson's short name. */
  readonly code: string
  readonly title: string
  readonly meaning: string
  /** In the language of `parseScript`. */
  readonly steps: string
  occurred(played: Played): boolean
}

export interface AnomalyVerdict {
  readonly code: string
  readonly title: string
  readonly meaning: string
  readonly level: IsolationLevel
  readonly verdict: 'allowed' | 'prevented'
  /** What kept it from happening: somebody rolled back, somebody waited, or nobody saw what he should not. */
  readonly preventedBy: 'rollback' | 'waiting' | 'visibility' | null
  readonly log: readonly LogLine[]
}

export const ISOLATION_LEVELS: readonly IsolationLevel[] = [
  'read-uncommitted',
  'read-committed',
  'snapshot',
  'serializable',
]

/** Every script starts from these rows. */
const ROWS: readonly (readonly [RowKey, number])[] = [
  [1, 10],
  [2, 20],
]

const first = (played: Played, name: string): number | undefined => played.seen[name]?.[0]
const allCommitted = (played: Played, count: number): boolean => played.committed.length === count

/** T3 watches 1 and 2 while T1 and then T2 write both: who wrote what T3 saw, in the order of seeing. */
const WRITER_SEEN: ReadonlyMap<number, number> = new Map([
  [10, 0],
  [20, 0],
  [11, 1],
  [19, 1],
  [12, 2],
  [18, 2],
])

/**
 * The anomalies that isolation levels are defined by, each provoked on a real store rather than looked up in a table.
 * Paper: Berenson et al., "A critique of ANSI SQL isolation levels" (1995); Adya, "Weak consistency" (1999); Bailis et al.,
 * "Highly available transactions" (2013), for OTV; Fekete, O'Neil, O'Neil, "A read-only transaction anomaly under
 * snapshot isolation" (2004). The choice of scripts follows Kleppmann's Hermitage.
 * Compare: random histories searched for cycles. Cost: a few steps each.
 * Invariant: a script that `occurred` has no equal serial order.
 */
export const ANOMALIES: readonly Anomaly[] = [
  {
    code: 'G0',
    title: 'Dirty write',
    meaning: 'Two transactions write the same two rows, and one row ends up from each.',
    steps: `
      T1 write 1 11; T2 write 1 12; T1 write 2 21; T1 commit; T2 write 2 22; T2 commit`,
    occurred: ({ final }) => (final.get(1) ?? 0) - 11 !== (final.get(2) ?? 0) - 21,
  },
  {
    code: 'P1',
    title: 'Dirty read',
    meaning: 'T1 moves 5 from one row to the other; T2 sees it half done.',
    steps: `
      T1 write 1 5; T2 read 1 as one; T2 read 2 as two; T1 write 2 25; T1 commit; T2 commit`,
    occurred: (played) => (first(played, 'one') ?? 10) + (first(played, 'two') ?? 20) !== 30,
  },
  {
    code: 'G1a',
    title: 'Aborted read',
    meaning: 'T2 sees what T1 writes and then takes back.',
    steps: `
      T1 write 1 101; T2 read 1 as before; T1 abort; T2 read 1 as after; T2 commit`,
    occurred: (played) => first(played, 'before') === 101 || first(played, 'after') === 101,
  },
  {
    code: 'G1b',
    title: 'Intermediate read',
    meaning: 'T2 sees a value that T1 itself overwrites before it commits.',
    steps: `
      T1 write 1 101; T2 read 1 as before; T1 write 1 11; T1 commit; T2 read 1 as after
      T2 commit`,
    occurred: (played) => first(played, 'before') === 101 || first(played, 'after') === 101,
  },
  {
    code: 'G1c',
    title: 'Circular information flow',
    meaning: 'Each of two transactions sees what the other wrote.',
    steps: `
      T1 write 1 11; T2 write 2 22; T1 read 2 as byT1; T2 read 1 as byT2; T1 commit
      T2 commit`,
    occurred: (played) => first(played, 'byT1') === 22 && first(played, 'byT2') === 11,
  },
  {
    code: 'OTV',
    title: 'Observed transaction vanishes',
    meaning: 'T3 sees a transaction in one row, and in another row the state from before it.',
    steps: `
      T1 write 1 11; T1 write 2 19; T2 write 1 12; T1 commit; T3 read 1 as a; T3 read 2 as b
      T2 write 2 18; T2 commit; T3 read 2 as c; T3 read 1 as d; T3 commit`,
    occurred: (played) => {
      const seen = ['a', 'b', 'c', 'd'].map((name) => WRITER_SEEN.get(first(played, name) ?? 10) ?? 0)
      return seen.some((writer, at) => at > 0 && writer < seen[at - 1])
    },
  },
  {
    code: 'PMP',
    title: 'Predicate-many-preceders',
    meaning:
      'T1 asks twice for rows above 15. T2 raises one row and lowers the other: others match, though none came and none went.',
    steps: `
      T1 scan 1 9 above 15 as first; T2 write 1 18; T2 write 2 12; T2 commit
      T1 scan 1 9 above 15 as second; T1 commit`,
    occurred: ({ seen }) => seen.second !== undefined && String(seen.second) !== String(seen.first),
  },
  {
    code: 'P3',
    title: 'Phantom',
    meaning: 'The same range, read twice by T1, has a row more.',
    steps: `
      T1 scan 1 9 as first; T2 insert 3 30; T2 commit; T1 scan 1 9 as second; T1 commit`,
    occurred: ({ seen }) => (seen.second?.length ?? 0) > (seen.first?.length ?? 0),
  },
  {
    code: 'P4',
    title: 'Lost update',
    meaning: 'Both read 10 and write 11: one of the increments is gone.',
    steps: `
      T1 read 1 as byT1; T2 read 1 as byT2; T1 write 1 11; T2 write 1 11; T1 commit
      T2 commit`,
    occurred: (played) => allCommitted(played, 2) && first(played, 'byT2') === 10,
  },
  {
    code: 'G-single',
    title: 'Read skew',
    meaning: 'T1 sees one row from before T2, the other from after it.',
    steps: `
      T1 read 1 as one; T2 read 1 as x; T2 read 2 as y; T2 write 1 12; T2 write 2 18
      T2 commit; T1 read 2 as two; T1 commit`,
    occurred: (played) => first(played, 'one') === 10 && first(played, 'two') === 18,
  },
  {
    code: 'G2-item',
    title: 'Write skew',
    meaning: 'Both read both rows and each writes one: neither saw the other (two doctors go off call).',
    steps: `
      T1 scan 1 9 as byT1; T2 scan 1 9 as byT2; T1 write 1 11; T2 write 2 21; T1 commit
      T2 commit`,
    occurred: (played) => allCommitted(played, 2) && played.seen.byT2?.[0] === 10,
  },
  {
    code: 'G2',
    title: 'Predicate write skew',
    meaning: 'Both find no row above 25, and each adds one.',
    steps: `
      T1 scan 1 9 as byT1; T2 scan 1 9 as byT2; T1 insert 3 30; T2 insert 4 42; T1 commit
      T2 commit`,
    occurred: (played) => allCommitted(played, 2) && played.seen.byT2?.length === 2,
  },
  {
    code: 'G2-read-only',
    title: 'Read-only transaction anomaly',
    meaning: 'T1 and T2 alone are in order; that T3 merely looks makes it impossible.',
    steps: `
      T1 scan 1 9 as byT1; T2 add 2 5; T2 commit; T3 scan 1 9 as byT3; T3 commit
      T1 write 1 0; T1 commit`,
    occurred: ({ committed, seen }) =>
      committed.length === 3 && seen.byT3?.[0] === 10 && seen.byT3?.[1] === 25,
  },
]

/** Plays one anomaly's script at a level and says whether it came about. */
export function playAnomaly(
  anomaly: Anomaly,
  level: IsolationLevel,
  strategy: SerializableStrategy,
): AnomalyVerdict {
  const played = new Interleaving({ rows: ROWS, level, strategy, steps: parseScript(anomaly.steps) }).played()
  const { code, title, meaning } = anomaly
  const allowed = anomaly.occurred(played)
  const means = played.failures.length > 0 ? 'rollback' : played.waited ? 'waiting' : 'visibility'
  return {
    code,
    title,
    meaning,
    level,
    verdict: allowed ? 'allowed' : 'prevented',
    preventedBy: allowed ? null : means,
    log: played.log,
  }
}

/** Every anomaly at every level, anomaly by anomaly. */
export function anomalyTable(strategy: SerializableStrategy): readonly AnomalyVerdict[] {
  return ANOMALIES.flatMap((anomaly) =>
    ISOLATION_LEVELS.map((level) => playAnomaly(anomaly, level, strategy)),
  )
}
