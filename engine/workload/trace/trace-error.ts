/** A recorded trace cannot be read. The message is one sentence that says what is wrong, where, and what to do. */
export class TraceError extends Error {
  override name = 'TraceError'
}
