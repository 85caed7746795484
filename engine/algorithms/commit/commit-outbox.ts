import type { CommitMessage, CommitNotice } from './commit-messages.ts'

export interface CommitSend {
  readonly to: number
  readonly message: CommitMessage
}

/** What a call asks of its host: first make `persistRecords` log records durable (0: nothing to wait for), then send. */
export interface CommitOutput {
  readonly persistRecords: number
  readonly send: readonly CommitSend[]
  readonly notices: readonly CommitNotice[]
}

const NOTHING: CommitOutput = Object.freeze({ persistRecords: 0, send: [], notices: [] })

/** Collects what one call of a machine asks of its host. Allocates nothing for a call that asks nothing. */
export class CommitOutbox {
  #persistRecords = 0
  #send: CommitSend[] = []
  #notices: CommitNotice[] = []

  /** One more record must be durable before anything is sent. */
  persist(): void {
    this.#persistRecords++
  }

  send(to: number, message: CommitMessage): void {
    this.#send.push({ to, message })
  }

  notice(notice: CommitNotice): void {
    this.#notices.push(notice)
  }

  /** Hands over what was collected, and starts anew. */
  take(): CommitOutput {
    if (this.#persistRecords + this.#send.length + this.#notices.length === 0) return NOTHING
    const output = { persistRecords: this.#persistRecords, send: this.#send, notices: this.#notices }
    this.#persistRecords = 0
    this.#send = []
    this.#notices = []
    return output
  }
}
