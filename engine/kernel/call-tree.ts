import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { WAKE, type SpanKind } from './activity.ts'
import { ANSWER, ARRIVE, CANCEL, TIMEOUT, type Call, type FailureCode, type Request } from './call.ts'
import { CallPool } from './call-pool.ts'
import type { Kernel } from './kernel.ts'
import { BACKWARD, FORWARD, LOST, type Direction, type Link } from './link.ts'
import type { Node } from './node.ts'
import type { Process } from './process.ts'
import { NO_EVENT, type EventHandle } from './scheduler.ts'

export interface IssueOptions {
  /** Give up waiting after this long. */
  timeoutNanos?: Nanos
  /** 1 for the first try. */
  attempt?: number
  /** Tell the callee when giving up, so that it can stop working for nobody. */
  cancelOnTimeout?: boolean
}

/**
 * All requests under way, with their attempts: what nodes do to them. What time does to them is `CallEvents`.
 * A call has two ends: its caller waits or not, its callee owes an answer or not; each end lets go on its own.
 */
export class CallTree {
  readonly #pool: CallPool

  constructor(readonly kernel: Kernel) {
    this.#pool = new CallPool(kernel)
  }

  /** How many call objects exist: bounded by how many were ever needed at once, not by how many requests there were. */
  get objects(): number {
    return this.#pool.made
  }

  /** A person's request begins at `node`, who wanted it `lateNanos` ago and waits for `patienceNanos` from then. */
  begin(node: Node, request: Request, lateNanos: Nanos, patienceNanos: Nanos): Call {
    const call = this.#pool.take(request)
    call.requestId = call.id
    call.target = node
    call.intendedAt = this.kernel.now - lateNanos
    call.sentAt = this.kernel.now
    call.arrivedAt = this.kernel.now
    call.deadline = call.intendedAt + patienceNanos
    call.spans = this.kernel.observer.spansFor(call)
    if (call.spans !== null) call.spans.owner = call.id
    node.owe(call)
    return call
  }

  /** Sends a request over `link` on behalf of `parent`. `pooled` if whoever waits copies the answer and keeps no hold of the call. */
  issue(
    source: Node,
    link: Link,
    request: Request,
    parent: Call | null,
    waiter: Process | null,
    options: IssueOptions,
    pooled = waiter === null,
  ): Call {
    const call = this.#pool.take(request, pooled)
    call.parent = parent
    call.parentId = parent === null ? 0 : parent.id
    call.requestId = parent === null ? call.id : parent.requestId
    call.spans = parent === null ? null : parent.spans
    call.source = source
    call.sourceIncarnation = source.incarnation
    call.link = link
    call.target = link.to
    call.attempt = options.attempt ?? 1
    call.cancelOnTimeout = options.cancelOnTimeout ?? false
    call.intendedAt = parent === null ? this.kernel.now : parent.intendedAt
    call.sentAt = this.kernel.now
    call.waiter = waiter
    call.waiting = true
    const own = this.kernel.now + (options.timeoutNanos ?? Infinity)
    call.deadline = Math.min(own, parent === null ? Infinity : parent.deadline)
    if (call.deadline !== Infinity)
      call.timeoutEvent = this.#remind(Math.max(call.deadline - this.kernel.now, 0), call, TIMEOUT)
    this.#travel(call, FORWARD, ARRIVE)
    this.#duplicate(call)
    return call
  }

  /** The callee answers, now and once. */
  answer(call: Call, ok: boolean, failure: FailureCode | null, value: unknown): void {
    assert(call.owing, 'a call is answered once, by the node that handles it')
    const node = call.target
    node.settleOwed(call)
    node.meter.answered(failure, call.arrivedAt)
    if (call.wakeEvent !== NO_EVENT) this.#unpinWake(call)
    call.answerOk = ok
    call.answerFailure = failure
    call.answerValue = value
    if (call.source !== null) return this.sendAnswer(call)
    call.ok = ok
    call.failure = failure
    call.value = value
    this.kernel.scheduler.fold(ok ? call.id : -call.id)
    this.kernel.observer.completed(call)
    this.release(call)
  }

  /** The answer to one call is the answer to another. */
  relay(from: Call, to: Call): void {
    copyHeaders(from, to)
    this.answer(to, from.ok, from.failure, from.value)
  }

  /** Tells the callee that nobody waits any more. */
  cancel(call: Call): void {
    this.#travel(call, FORWARD, CANCEL)
  }

  /** The process that owed this answer died; its operating system closes the connection. */
  connectionLost(call: Call): void {
    call.worker = null
    call.station = null
    this.answer(call, false, 'connection-lost', null)
  }

  /** A connection is gone for good: its far end gives up what it does for it, and whoever waits hears that it broke. */
  disconnect(link: Link): void {
    for (const call of link.to.owedOver(link)) {
      call.station?.withdraw(call)
      call.worker?.abandon()
      if (call.owing) this.answer(call, false, 'connection-lost', null)
    }
  }

  /** Wakes a call later; the time until then was spent on `kind`. It is not reused before. */
  wake(call: Call, delayNanos: Nanos, kind: SpanKind): void {
    call.delayedAt = this.kernel.now
    call.delayKind = kind
    call.wakeEvent = this.#remind(delayNanos, call, WAKE)
  }

  /** Lets a call go when neither end nor any event needs it. */
  release(call: Call): void {
    if (call.waiting || call.owing || call.pins > 0) return
    if (call.source === null) this.kernel.observer.spansDone(call)
    this.#pool.put(call)
  }

  /** The answer leaves for the caller. */
  sendAnswer(call: Call): void {
    call.answeredAt = this.kernel.now
    this.#travel(call, BACKWARD, ANSWER)
    this.release(call)
  }

  #travel(call: Call, direction: Direction, code: number): void {
    const link = call.link!
    const delay = link.transit(direction, code === CANCEL ? 0 : call.sizeBytes)
    this.kernel.observer.hop(link, direction, call, delay)
    if (delay !== LOST) {
      this.#send(delay, call, code)
    } else if (code === ANSWER && call.original !== null) {
      call.original.pins--
      this.release(call.original)
    }
  }

  #duplicate(call: Call): void {
    const delay = call.link!.copyTransit(FORWARD, call.sizeBytes)
    if (delay === LOST) return
    const copy = this.#pool.copy(call)
    call.pins++
    call.answersDue = 2
    this.#send(delay, copy, ARRIVE)
  }

  /** What comes over the network comes. */
  #send(delay: Nanos, call: Call, code: number): void {
    call.pins++
    this.kernel.scheduler.deliver(delay, call, code)
  }

  /** What may be cancelled. */
  #remind(delay: Nanos, call: Call, code: number): EventHandle {
    call.pins++
    return this.kernel.scheduler.after(delay, call, code)
  }

  #unpinWake(call: Call): void {
    this.kernel.scheduler.cancel(call.wakeEvent)
    call.wakeEvent = NO_EVENT
    call.pins--
  }
}

/** What the answer says about quotas; a nearer limiter that has spoken already is not silenced by one that said nothing. */
export function copyHeaders(from: Call, to: Call): void {
  if (from.retryAfterNanos > to.retryAfterNanos) to.retryAfterNanos = from.retryAfterNanos
  if (from.quotaLimit < 0) return
  to.quotaLimit = from.quotaLimit
  to.quotaRemaining = from.quotaRemaining
  to.quotaResetNanos = from.quotaResetNanos
}
