import type { PaxosMessage, PaxosNotice, PaxosOutput } from './paxos-messages.ts'

const NOTHING: PaxosOutput<never> = Object.freeze({ persistRecords: 0, send: [], notices: [] })

/** Collects what one call of a replica asks of its host. Allocates nothing for a call that asks nothing. */
export class PaxosOutbox<Command> {
  #persistRecords = 0
  #send: { to: number; message: PaxosMessage<Command> }[] = []
  #notices: PaxosNotice<Command>[] = []

  /** One more record must be durable before anything is sent. */
  persist(): void {
    this.#persistRecords++
  }

  send(to: number, message: PaxosMessage<Command>): void {
    this.#send.push({ to, message })
  }

  notice(notice: PaxosNotice<Command>): void {
    this.#notices.push(notice)
  }

  /** Hands over what was collected, and starts anew. */
  take(): PaxosOutput<Command> {
    if (this.#persistRecords + this.#send.length + this.#notices.length === 0) return NOTHING
    const output = { persistRecords: this.#persistRecords, send: this.#send, notices: this.#notices }
    this.#persistRecords = 0
    this.#send = []
    this.#notices = []
    return output
  }
}
