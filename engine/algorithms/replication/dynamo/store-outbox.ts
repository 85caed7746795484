import type { SiblingSet, SiblingVersion } from '../../clock/sibling-set.ts'
import type { PutResult, StoreFailure, StoreMessage } from './messages.ts'

export interface StoreOutgoing {
  readonly to: number
  readonly message: StoreMessage
  readonly sizeBytes: number
  /** Not before everything written so far is synced. */
  readonly durable: boolean
}

/** What to tell a client. Exactly one a request, unless the node crashes first. */
export type StoreAnswer =
  | { readonly requestId: number; readonly type: 'put'; readonly result: PutResult }
  | { readonly requestId: number; readonly type: 'get'; readonly set: SiblingSet }
  | { readonly requestId: number; readonly type: 'get-failed'; readonly failure: StoreFailure }

/** Something that checkers and people will want to know. */
export type StoreNotice =
  /** A write has been given its name; `dots` are what its writer had seen. */
  | {
      readonly type: 'version-made'
      readonly key: number
      readonly version: SiblingVersion
      readonly dots: readonly number[]
    }
  /** This node now owns its shares of the ring, or owns none any more. */
  | { readonly type: 'moved'; readonly into: boolean }

/** What a call asks of its host: read so many blocks, then send (some of it after a sync) and answer. Messages may be to oneself. */
export interface StoreOutput {
  readonly blocks: number
  readonly send: readonly StoreOutgoing[]
  readonly answers: readonly StoreAnswer[]
  readonly notices: readonly StoreNotice[]
}

const NOTHING: StoreOutput = Object.freeze({ blocks: 0, send: [], answers: [], notices: [] })
/** Bytes of a message without what it carries. */
const HEADER_BYTES = 64

/** Collects what one call asks of its host. Allocates nothing for a call that asks nothing. */
export class StoreOutbox {
  blocks = 0
  #send: StoreOutgoing[] = []
  #answers: StoreAnswer[] = []
  #notices: StoreNotice[] = []

  send(to: number, message: StoreMessage, payloadBytes = 0, durable = false): void {
    this.#send.push({ to, message, sizeBytes: HEADER_BYTES + payloadBytes, durable })
  }

  answer(answer: StoreAnswer): void {
    this.#answers.push(answer)
  }

  notice(notice: StoreNotice): void {
    this.#notices.push(notice)
  }

  /** Hands over what was collected, and starts anew. */
  take(): StoreOutput {
    const { blocks } = this
    const [send, answers, notices] = [this.#send, this.#answers, this.#notices]
    if (blocks + send.length + answers.length + notices.length === 0) return NOTHING
    this.blocks = 0
    if (send.length > 0) this.#send = []
    if (answers.length > 0) this.#answers = []
    if (notices.length > 0) this.#notices = []
    return { blocks, send, answers, notices }
  }
}
