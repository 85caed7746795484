/** Order of the outcome codes in a frame's flights; a test holds it to the engine's. */
export const OUTCOMES = ['asking', 'succeeded', 'rejected', 'failed', 'lost', 'message'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Numbers a flight in a frame: link, direction, outcome, delay. */
export const FLIGHT_FIELDS = 4

export const FAILED = OUTCOMES.indexOf('failed')
export const LOST = OUTCOMES.indexOf('lost')

/** In words, and the token that colours it. */
export const OUTCOME_LOOKS: Record<Outcome, { title: string; token: string }> = {
  asking: { title: 'request', token: '--asking' },
  succeeded: { title: 'answered well', token: '--accepted' },
  rejected: { title: 'turned away', token: '--rejected' },
  failed: { title: 'failed', token: '--failure' },
  lost: { title: 'lost on the way', token: '--failure' },
  message: { title: 'message between nodes', token: '--message' },
}
