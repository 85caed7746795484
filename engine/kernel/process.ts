import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { WORK_DONE, type Activity, type SpanKind } from './activity.ts'
import type { Call } from './call.ts'
import type { Node } from './node.ts'
import type { Station } from './station.ts'

/** The body of a service that takes several steps: it yields where it waits. */
export type Steps<Result = void> = Generator<undefined, Result, unknown>

/** Why a station did no work; null when it did. */
export type Refusal = 'queue-full' | 'deadline-exceeded' | null

/** Event code for a process that was started on behalf of nobody. */
export const BEGIN = 7

/**
 * A service's code that reads top to bottom while the kernel runs it piece by piece.
 * It belongs to one incarnation of its node: after a crash it is simply never resumed.
 */
export class Process implements Activity {
  station: Station | null = null
  enqueuedAt: Nanos = 0
  startedAt: Nanos = 0
  workNanos: Nanos = 0
  doneAt: Nanos = 0
  pausedNanosBefore: Nanos = 0
  workIncarnation = 0
  holds = false
  readonly seat = null
  readonly incarnation: number
  /** What it waits for: one call, or enough of several. */
  #awaited: Call | null = null
  #expected: readonly Call[] | null = null
  #needed = 0
  #steps: Steps<unknown> | null = null
  #finished = false
  #running = false
  #decided: Refusal | undefined = undefined

  constructor(
    readonly node: Node,
    /** The call it works on; null for background work. */
    readonly call: Call | null,
    readonly identity: number,
  ) {
    this.incarnation = node.incarnation
  }

  get priority(): number {
    return this.call?.priority ?? 0
  }

  get deadline(): Nanos {
    return this.call?.deadline ?? Infinity
  }

  get finished(): boolean {
    return this.#finished
  }

  /** Runs the body up to its first wait. */
  begin(steps: Steps<unknown>): void {
    this.#steps = steps
    this.resume(undefined)
  }

  /** Goes on with `value` as the result of the wait. Does nothing once the node has died under it. */
  resume(value: unknown): void {
    if (this.#finished || this.incarnation !== this.node.incarnation) return
    if (this.#steps === null) return
    const outer = this.#takeTurn()
    const step = this.#steps.next(value)
    this.#endTurn(outer)
    if (step.done !== true) return
    this.#finished = true
    if (this.call !== null && this.call.worker === this) this.#answer(this.call, step.value)
  }

  /** Ends it where it waits, because nobody wants the result. Its `finally` blocks run, to give back what it holds; they must not wait. */
  abandon(): void {
    if (this.#finished || this.#steps === null) return
    this.station?.withdraw(this)
    this.#finished = true
    const outer = this.#takeTurn()
    const step = this.#steps.return(undefined)
    this.#endTurn(outer)
    assert(step.done === true, 'the clean-up of an abandoned handler does not wait')
  }

  fire(code: number): void {
    if (this.incarnation !== this.node.incarnation) return
    if (this.node.paused) return this.node.defer(this, code)
    if (code === WORK_DONE) this.station?.workDone(this)
    else this.resume(undefined)
  }

  pin(): void {
    // The kernel does not reuse processes.
  }

  /** Waits until `call` is settled, and keeps no hold of it then. */
  waitFor(call: Call): void {
    this.#awaited = call
  }

  /** Waits until `needed` of `calls` have succeeded, or until so many have failed that this cannot happen any more. */
  expect(calls: readonly Call[], needed: number): boolean {
    this.#expected = calls
    this.#needed = needed
    return this.#satisfied()
  }

  /** One of the calls it issued is settled. */
  answered(call: Call): void {
    if (this.#awaited === call) {
      this.#awaited = null
      return this.resume(undefined)
    }
    if (this.#expected === null || !this.#expected.includes(call)) return
    if (this.#satisfied()) this.resume(undefined)
  }

  granted(): void {
    this.#decide(null)
  }

  refused(reason: Exclude<Refusal, null>): void {
    this.#decide(reason)
  }

  /** Is about to enter a station, which may decide at once. */
  enter(): void {
    this.#decided = undefined
  }

  /** What the station that it entered decided at once; undefined when that is still to come. */
  get decided(): Refusal | undefined {
    return this.#decided
  }

  addSpan(kind: SpanKind, lastedNanos: Nanos): void {
    this.call?.addSpan(kind, lastedNanos)
  }

  #takeTurn(): Process | null {
    const outer = this.node.currentProcess
    this.node.currentProcess = this
    this.#running = true
    return outer
  }

  #endTurn(outer: Process | null): void {
    this.#running = false
    this.node.currentProcess = outer
  }

  #decide(refusal: Refusal): void {
    // A station that has room decides while the body is still running: then the body picks the decision up itself.
    if (this.#running) this.#decided = refusal
    else this.resume(refusal)
  }

  #satisfied(): boolean {
    const calls = this.#expected!
    let succeeded = 0
    let open = 0
    for (const call of calls) {
      if (call.waiting) open++
      else if (call.ok) succeeded++
    }
    const decided =
      this.#needed === Infinity ? open === 0 : succeeded >= this.#needed || succeeded + open < this.#needed
    if (decided) this.#expected = null
    return decided
  }

  #answer(call: Call, value: unknown): void {
    call.worker = null
    if (!call.owing) return
    assert(value !== undefined, 'a handler that waits ends with ctx.reply, ctx.fail or a returned value')
    this.node.kernel.calls.answer(call, true, null, value)
  }
}
