import type { Nanos } from '../lib/units.ts'
import type { Call, Reply } from './call.ts'
import type { Link } from './link.ts'

/** What a process keeps of an answer: the call itself is used again. */
export class Answered implements Reply {
  readonly ok: boolean
  readonly failure: Reply['failure']
  readonly value: unknown
  readonly link: Link | null
  readonly retryAfterNanos: Nanos

  constructor({ ok, failure, value, link, retryAfterNanos }: Call) {
    this.ok = ok
    this.failure = failure
    this.value = value
    this.link = link
    this.retryAfterNanos = retryAfterNanos
  }
}
