import { mergeVectors } from '../../algorithms/clock/vector-clock.ts'
import type { Call, Request } from '../define-service.ts'
import type { SessionAnswer, SessionBody, SessionToken } from '../replica/protocol.ts'

/**
 * What each user has seen of the store, by the answers he got: goes along with his requests, so that whichever replica he
 * meets shows him no less.
 * Source: Terry et al., "Session guarantees for weakly consistent replicated data" (1994), read and write vectors in one.
 */
export class Sessions {
  readonly #tokens = new Map<number, SessionToken>()

  /** The user's request with what he has seen. */
  request({ op, key, body, client, cost, sizeBytes, priority }: Call): Request {
    const wrapped: SessionBody = { session: true, body, after: this.#tokens.get(client) ?? null }
    return { op, key, body: wrapped, client, cost, sizeBytes, priority }
  }

  /** He has had an answer: returns what it would be without a session. */
  note({ client }: Call, { value, token }: SessionAnswer): unknown {
    const before = this.#tokens.get(client)
    if (before === undefined || token.generation > before.generation) this.#tokens.set(client, token)
    else if (token.generation === before.generation) {
      const reached = mergeVectors(before.reached, token.reached)
      this.#tokens.set(client, { generation: token.generation, reached })
    }
    return value
  }
}

export function isSessionAnswer(value: unknown): value is SessionAnswer {
  return value !== null && typeof value === 'object' && 'session' in value
}
