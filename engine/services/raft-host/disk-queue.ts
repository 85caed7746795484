import { writeToDisk, type RaftDisk } from '../../algorithms/consensus/raft/disk.ts'
import type { Output, Persist } from '../../algorithms/consensus/raft/output.ts'
import type { Steps } from '../define-service.ts'
import { flushNanos } from './params.ts'
import type { RaftContext } from './raft-host.ts'

/** What a host does once something is durable. */
export interface Flushed<Command> {
  /** These messages may leave now. */
  emit(output: Output<Command>): void
  persisted(persist: Persist<Command>): void
}

/** Makes durable what a machine asks for, in its order; what comes during one flush goes into the next together. */
export class DiskQueue<Command> {
  readonly #disk: RaftDisk<Command>
  readonly #flushed: Flushed<Command>
  #waiting: Output<Command>[] = []
  #flushing = false

  constructor(disk: RaftDisk<Command>, flushed: Flushed<Command>) {
    this.#disk = disk
    this.#flushed = flushed
  }

  /** How many outputs wait for the disk. */
  get length(): number {
    return this.#waiting.length
  }

  /** Takes what must be durable and what may only be sent then; without anything to write, only earlier writes are waited for. */
  add(output: Output<Command>, ctx: RaftContext): void {
    if (output.persist === null && !this.#flushing) return this.#flushed.emit(output)
    this.#waiting.push(output)
    if (this.#flushing) return
    this.#flushing = true
    ctx.spawn(this.#flush(ctx))
  }

  *#flush(ctx: RaftContext): Steps {
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      let bytes = 0
      for (const { persist } of group) bytes += persist?.bytes ?? 0
      if (bytes > 0) yield* ctx.work(flushNanos(ctx.params, bytes), 'disk')
      for (const { persist } of group) if (persist !== null) writeToDisk(this.#disk, persist)
      for (const output of group) this.#flushed.emit(output)
      for (const { persist } of group) if (persist !== null) this.#flushed.persisted(persist)
    }
    this.#flushing = false
  }
}
