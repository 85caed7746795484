import { DocumentError } from './document-error.ts'

/** The version that is written now. */
export const SAVED_VERSION = 2

/** A step from the version that it is listed under to the next. Gets plain data of which nothing else is known yet. */
export type Migration = (saved: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** Every step that there ever was, by the version it begins with. None is ever changed: add the next, with a sample of what it opens. */
export const MIGRATIONS: Readonly<Record<number, Migration>> = {
  1: (document) => ({
    format: 'breakwater',
    version: 2,
    basedOn: null,
    document,
    edits: [],
    seed: 1,
    log: [],
    atNanos: 0,
    digest: null,
    arrangement: [],
  }),
}

/** What was saved by any earlier version, as the present one saves it. Throws a DocumentError for what is of no known version. */
export function migrate(saved: unknown): unknown {
  let present = saved
  for (let steps = 0; ; steps++) {
    if (present === null || typeof present !== 'object' || Array.isArray(present))
      throw new DocumentError([{ path: [], message: 'must be an object with a version' }])
    const { version } = present as { version?: unknown }
    if (version === SAVED_VERSION) return present
    const step =
      typeof version === 'number' && Object.hasOwn(MIGRATIONS, version) ? MIGRATIONS[version] : undefined
    if (step === undefined || steps > SAVED_VERSION)
      throw new DocumentError([{ path: ['version'], message: problem(version) }])
    present = step(present as Record<string, unknown>)
  }
}

function problem(version: unknown): string {
  if (version === undefined) return 'is missing: this file is of another program'
  return typeof version === 'number' && version > SAVED_VERSION
    ? `is ${version}, and this page knows versions up to ${SAVED_VERSION}: load the page anew to get a newer one`
    : `must be a whole number from 1 to ${SAVED_VERSION}`
}
