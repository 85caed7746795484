/** What a call asks of its host: first make `persistRecords` records durable (0: nothing to wait for), then send. */
export interface RecordOutput<Message, Notice> {
  readonly persistRecords: number
  readonly send: readonly { readonly to: number; readonly message: Message }[]
  readonly notices: readonly Notice[]
}

const NOTHING: RecordOutput<never, never> = Object.freeze({ persistRecords: 0, send: [], notices: [] })

/** Collects what one call of a machine that writes records asks of its host. Allocates nothing for a call that asks nothing. */
export class RecordOutbox<Message, Notice> {
  #persistRecords = 0
  #send: { to: number; message: Message }[] = []
  #notices: Notice[] = []

  /** One more record must be durable before anything is sent. */
  persist(): void {
    this.#persistRecords++
  }

  send(to: number, message: Message): void {
    this.#send.push({ to, message })
  }

  notice(notice: Notice): void {
    this.#notices.push(notice)
  }

  /** Hands over what was collected, and starts anew. */
  take(): RecordOutput<Message, Notice> {
    if (this.#persistRecords + this.#send.length + this.#notices.length === 0) return NOTHING
    const output = { persistRecords: this.#persistRecords, send: this.#send, notices: this.#notices }
    this.#persistRecords = 0
    this.#send = []
    this.#notices = []
    return output
  }
}
