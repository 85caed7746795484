/** A broken promise of our own code: never the user's fault, always loud. */
export class AssertionError extends Error {
  override name = 'AssertionError'
}

/**
 * Throws when `condition` is false. `claim` states what should have been true ("time does not run backwards").
 * Keep the claim a constant string, so that a passing assertion costs nothing.
 */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new AssertionError(claim)
}

/** Marks code that types say cannot be reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`unexpected ${String(value)}`)
}
