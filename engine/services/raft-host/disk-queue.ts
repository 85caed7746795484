import { writeToDisk, type RaftDisk } from '../../algorithms/consensus/raft/disk.ts'
import type { Output, Persist } from '../../algorithms/consensus/raft/output.ts'
import { s, type Nanos } from '../../lib/units.ts'
import { flushNanos } from './params.ts'
import type { RaftContext } from './raft-host.ts'

/** What a host does once something is durable. */
export interface Flushed<Command> {
  /** These messages may leave now. */
  emit(output: Output<Command>): void
  persisted(persist: Persist<Command>): void
}

/** How long an operating system keeps pages to itself. */
const LATE: Nanos = s(5)

/**
 * Makes durable what a machine asks for, in its order; what comes during one flush goes into the next together.
 * The flush is a job of the kind's station `disk`, whose `worked` comes back as `written`.
 */
export class DiskQueue<Command> {
  readonly #disk: RaftDisk<Command>
  readonly #flushed: Flushed<Command>
  #waiting: Output<Command>[] = []
  #writing: Output<Command>[] = []
  #flushing = false
  /** Said to be durable, and not on the disk yet. */
  readonly #late: { readonly persist: Persist<Command>; readonly at: Nanos }[] = []

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
    if (!this.#flushing && ctx.params.flush === 'later') return this.#addLater(output, ctx)
    if (output.persist === null && !this.#flushing) return this.#flushed.emit(output)
    for (const { persist } of this.#late.splice(0)) writeToDisk(this.#disk, persist)
    this.#waiting.push(output)
    if (this.#flushing) return
    this.#flushing = true
    this.#flush(ctx)
  }

  /** Nothing is waited for: the operating system writes it in its own time, if there is one. */
  #addLater(output: Output<Command>, ctx: RaftContext): void {
    const { persist } = output
    this.#flushed.emit(output)
    if (persist === null) return
    this.#late.push({ persist, at: ctx.now + LATE })
    let due = 0
    while (this.#late[due].at <= ctx.now) writeToDisk(this.#disk, this.#late[due++].persist)
    if (due > 0) this.#late.splice(0, due)
    this.#flushed.persisted(persist)
  }

  /** The disk has written what it was given. */
  written(ctx: RaftContext): void {
    this.#settle()
    this.#flush(ctx)
  }

  /** Gives the disk all that waits; where that writes nothing, it is done at once. */
  #flush(ctx: RaftContext): void {
    while (this.#waiting.length > 0) {
      this.#writing = this.#waiting
      this.#waiting = []
      let bytes = 0
      for (const { persist } of this.#writing) bytes += persist?.bytes ?? 0
      if (bytes > 0) return ctx.job(flushNanos(ctx.params, bytes), 'disk', null)
      this.#settle()
    }
    this.#flushing = false
  }

  #settle(): void {
    const group = this.#writing
    for (const { persist } of group) if (persist !== null) writeToDisk(this.#disk, persist)
    for (const output of group) this.#flushed.emit(output)
    for (const { persist } of group) if (persist !== null) this.#flushed.persisted(persist)
  }
}
