import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import type { Answer, Notice, Outgoing, Output, Reading, Refusal } from './replica.ts'

const NOTHING: Output<never> = Object.freeze({ persistBytes: 0, send: [], answers: [], notices: [] })

/** Bytes of a message without its entries: addresses, epoch, positions. */
const HEADER_BYTES = 64

/** Collects what one call of a replica asks of its host. Allocates nothing for a call that asks nothing. */
export class Outbox<Message> {
  #persistBytes = 0
  #send: Outgoing<Message>[] = []
  #answers: Answer[] = []
  #notices: Notice[] = []
  #empty = true

  /** Adds to what must be durable before anything is sent or answered. */
  persist(bytes: number): void {
    this.#persistBytes += bytes
    this.#empty = false
  }

  /** Queues a message; `payloadBytes` is what its entries weigh. */
  send(to: number, message: Message, payloadBytes = 0): void {
    this.#send.push({ to, message, sizeBytes: HEADER_BYTES + payloadBytes })
    this.#empty = false
  }

  /** Tells a client that its operation is done; `at` says where a log holds it. */
  accept(
    requestId: number,
    value: Reading,
    stamp: HybridTimestamp | null,
    at: { readonly epoch: number; readonly index: number } = { epoch: 0, index: 0 },
  ): void {
    const { epoch, index } = at
    this.#answers.push({
      requestId,
      ok: true,
      value,
      stamp,
      epoch,
      index,
      reason: null,
      definite: true,
      leader: -1,
    })
    this.#empty = false
  }

  /** Tells a client that its operation was not done (`definite`), or may not have been. */
  refuse(requestId: number, reason: Refusal, definite: boolean, leader = -1): void {
    this.#answers.push({
      requestId,
      ok: false,
      value: null,
      stamp: null,
      epoch: 0,
      index: 0,
      reason,
      definite,
      leader,
    })
    this.#empty = false
  }

  notice(notice: Notice): void {
    this.#notices.push(notice)
    this.#empty = false
  }

  /** Hands over what was collected, and starts anew. */
  take(): Output<Message> {
    if (this.#empty) return NOTHING
    const output = {
      persistBytes: this.#persistBytes,
      send: this.#send,
      answers: this.#answers,
      notices: this.#notices,
    }
    this.#persistBytes = 0
    this.#send = []
    this.#answers = []
    this.#notices = []
    this.#empty = true
    return output
  }
}
