/** What a history may be held to, from the weakest level to the strongest. */
export const ISOLATION_LEVELS = [
  'read-uncommitted',
  'read-committed',
  'snapshot',
  'serializable',
  'strong-session',
  'strict-serializable',
] as const

export type CheckedLevel = (typeof ISOLATION_LEVELS)[number]

/** Which anomalies each level excludes beyond those of the level before (Adya 1999; Kingsbury and Alvaro 2020, figure 1). */
const EXCLUDED: Readonly<Record<CheckedLevel, readonly string[]>> = {
  'read-uncommitted': ['garbage-read', 'duplicate-elements', 'incompatible-order', 'internal', 'G0'],
  'read-committed': ['G1a', 'G1b', 'G1c'],
  snapshot: ['non-repeatable-read', 'lost-update', 'G-single'],
  serializable: ['G2', 'no-serial-order'],
  'strong-session': ['G0-process', 'G1c-process', 'G-single-process', 'G2-process'],
  'strict-serializable': ['G0-realtime', 'G1c-realtime', 'G-single-realtime', 'G2-realtime'],
}

/** All anomalies by name, the worst first. */
const FROM_THE_WORST: readonly string[] = ISOLATION_LEVELS.flatMap((level) => EXCLUDED[level])

/** The names of what a level excludes, the worst first. */
export function excludedAt(level: CheckedLevel): readonly string[] {
  return ISOLATION_LEVELS.slice(0, ISOLATION_LEVELS.indexOf(level) + 1).flatMap((each) => EXCLUDED[each])
}

/** Orders by how bad they are, the worst first. */
export function byBadness(a: { readonly name: string }, b: { readonly name: string }): number {
  return FROM_THE_WORST.indexOf(a.name) - FROM_THE_WORST.indexOf(b.name)
}
