/** What a person gave us is wrong. The message is one sentence that says what, where, and what to do. */
export class InputError extends Error {
  override name = 'InputError'
}
