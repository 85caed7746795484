import { assert } from '../lib/assert.ts'
import { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'
import { WAKE, type SpanKind } from './activity.ts'
import { ANSWER, ARRIVE, CANCEL, TIMEOUT, type Call, type FailureCode, type Request } from './call.ts'
import { CallPool } from './call-pool.ts'
import { BACKWARD, FORWARD, LOST, directionFrom, farEnd, type Direction, type Link } from './link.ts'
import { Message } from './message.ts'
import type { Node } from './node.ts'
import { SILENT, type Observer } from './observer.ts'
import type { Process } from './process.ts'
import { NO_EVENT, Scheduler, type EventHandle, type Target } from './scheduler.ts'

export interface IssueOptions {
  /** Give up waiting after this long. */
  timeoutNanos?: Nanos
  /** 1 for the first try. */
  attempt?: number
  /** Tell the callee when giving up, so that it can stop working for nobody. */
  cancelOnTimeout?: boolean
}

/**
 * Owns requests, attempts, replies, deadlines, cancellation and lives. Services see it through `Context` only.
 * A call has two ends: its caller waits or not, its callee owes an answer or not; each end lets go on its own.
 */
export class Kernel {
  readonly scheduler = new Scheduler()
  readonly nodes: Node[] = []
  readonly links: Link[] = []
  observer: Observer = SILENT
  readonly #streams = new Map<string, RandomStream>()
  readonly #calls = new CallPool(this)
  #nextIdentity = 1

  constructor(readonly seed: number) {}

  get now(): Nanos {
    return this.scheduler.now
  }

  /** The stream of this name; each user of randomness has its own. */
  random(name: string): RandomStream {
    let stream = this.#streams.get(name)
    if (stream === undefined) this.#streams.set(name, (stream = new RandomStream(this.seed, name)))
    return stream
  }

  /** How many call objects exist: bounded by how many were ever needed at once, not by how many requests there were. */
  get callObjects(): number {
    return this.#calls.made
  }

  newIdentity(): number {
    return this.#nextIdentity++
  }

  /** A person's request begins at `node`, who wanted it `lateNanos` ago and waits for `patienceNanos` from then. */
  begin(node: Node, request: Request, lateNanos: Nanos, patienceNanos: Nanos): Call {
    const call = this.#calls.take(request)
    call.requestId = call.id
    call.target = node
    call.intendedAt = this.now - lateNanos
    call.sentAt = this.now
    call.arrivedAt = this.now
    call.deadline = call.intendedAt + patienceNanos
    call.spans = this.observer.spansFor(call)
    if (call.spans !== null) call.spans.owner = call.id
    node.owe(call)
    return call
  }

  /** Sends a request over `link` on behalf of `parent`. */
  issue(
    source: Node,
    link: Link,
    request: Request,
    parent: Call | null,
    waiter: Process | null,
    options: IssueOptions,
  ): Call {
    const call = this.#calls.take(request)
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
    call.intendedAt = parent === null ? this.now : parent.intendedAt
    call.sentAt = this.now
    call.waiter = waiter
    call.waiting = true
    call.reusable = waiter === null
    const own = this.now + (options.timeoutNanos ?? Infinity)
    call.deadline = Math.min(own, parent === null ? Infinity : parent.deadline)
    if (call.deadline !== Infinity)
      call.timeoutEvent = this.#pin(Math.max(call.deadline - this.now, 0), call, TIMEOUT)
    this.#travel(call, FORWARD, ARRIVE)
    this.#duplicate(call)
    return call
  }

  arrive(call: Call): void {
    const node = call.target
    if (node.paused) return this.#deferPinned(node, call, ARRIVE)
    call.arrivedAt = this.now
    call.addSpan('network', this.now - call.sentAt)
    if (!node.up) return this.#refuse(call)
    node.owe(call)
    node.behaviour.request(call)
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
    if (call.source !== null) return this.#sendAnswer(call)
    call.ok = ok
    call.failure = failure
    call.value = value
    this.scheduler.fold(ok ? call.id : -call.id)
    this.observer.completed(call)
    this.release(call)
  }

  /** The answer to one call is the answer to another. */
  relay(from: Call, to: Call): void {
    copyHeaders(from, to)
    this.answer(to, from.ok, from.failure, from.value)
  }

  answerArrives(call: Call): void {
    const receiver = call.original ?? call
    const source = call.source!
    if (source.paused && receiver.waiting) return this.#deferPinned(source, call, ANSWER)
    if (call.original !== null) call.original.pins--
    receiver.answersDue--
    if (!source.up || source.incarnation !== receiver.sourceIncarnation) receiver.waiting = false
    if (receiver.waiting) this.#receive(receiver, call)
    if (receiver !== call) this.release(receiver)
    this.release(call)
  }

  timeOut(call: Call): void {
    call.timeoutEvent = NO_EVENT
    const source = call.source!
    if (!call.waiting || source.incarnation !== call.sourceIncarnation) {
      call.waiting = false
      return this.release(call)
    }
    if (source.paused) return this.#deferPinned(source, call, TIMEOUT)
    if (call.cancelOnTimeout) this.cancel(call)
    this.#settle(call, false, 'timeout', null)
    this.release(call)
  }

  /** Tells the callee that nobody waits any more. */
  cancel(call: Call): void {
    this.#travel(call, FORWARD, CANCEL)
  }

  cancelArrives(call: Call): void {
    if (call.target.paused) return this.#deferPinned(call.target, call, CANCEL)
    if (call.owing) {
      call.station?.withdraw(call)
      call.worker?.abandon()
      if (call.owing) this.answer(call, false, 'cancelled', null)
    }
    this.release(call)
  }

  /** The process that owed this answer died; its operating system closes the connection. */
  connectionLost(call: Call): void {
    call.worker = null
    call.station = null
    this.answer(call, false, 'connection-lost', null)
  }

  /** Sends a message that nobody answers, over `link` in either direction. */
  send(from: Node, link: Link, payload: unknown, sizeBytes: number): void {
    const direction = directionFrom(link, from)
    const to = farEnd(link, from)
    const delay = link.transit(this.now, direction, sizeBytes)
    this.observer.hop(link, direction, null, delay)
    if (delay === LOST) return
    const message = () => new Message(from, to, link, payload, this.newIdentity())
    this.scheduler.after(delay, message(), 0)
    const copy = link.copyTransit(this.now, direction, sizeBytes)
    if (copy !== LOST) this.scheduler.after(copy, message(), 0)
  }

  /** Fires an event that a pause held back, in its turn at this instant. */
  postpone(target: Target, code: number): void {
    this.scheduler.after(0, target, code)
  }

  /** Wakes a call later; the time until then was spent on `kind`. It is not reused before. */
  wakeCall(call: Call, delayNanos: Nanos, kind: SpanKind): void {
    call.delayedAt = this.now
    call.delayKind = kind
    call.wakeEvent = this.#pin(delayNanos, call, WAKE)
  }

  /** Lets a call go when neither end nor any event needs it. */
  release(call: Call): void {
    if (call.waiting || call.owing || call.pins > 0) return
    if (call.source === null) this.observer.spansDone(call)
    this.#calls.put(call)
  }

  /**
   * An answer reaches whoever waits for it. When the network delivered the request twice, the first success counts, and a failure
   * only once both have failed: until then it may yet have happened. Two different failures are not a definite one.
   */
  #receive(receiver: Call, call: Call): void {
    if (!call.answerOk && receiver.answersDue > 0) {
      receiver.heldFailure = call.answerFailure
      return
    }
    receiver.addSpanAt(receiver.source!, 'network', this.now - call.answeredAt)
    if (receiver !== call) copyHeaders(call, receiver)
    const differs = receiver.heldFailure !== null && receiver.heldFailure !== call.answerFailure
    const failure = !call.answerOk && differs ? 'connection-lost' : call.answerFailure
    this.#settle(receiver, call.answerOk, failure, call.answerValue)
  }

  #settle(call: Call, ok: boolean, failure: FailureCode | null, value: unknown): void {
    call.waiting = false
    call.ok = ok
    call.failure = failure
    call.value = value
    if (call.timeoutEvent !== NO_EVENT) {
      this.scheduler.cancel(call.timeoutEvent)
      call.timeoutEvent = NO_EVENT
      call.pins--
    }
    if (call.waiter !== null) call.waiter.answered(call)
    else this.#replyToPlainHandler(call)
  }

  #replyToPlainHandler(call: Call): void {
    const { parent } = call
    const wanted = parent !== null && parent.owing && parent.id === call.parentId ? parent : null
    call.source!.behaviour.reply(call, wanted)
    if (call.relayed && wanted !== null && wanted.owing) this.relay(call, wanted)
  }

  #sendAnswer(call: Call): void {
    call.answeredAt = this.now
    this.#travel(call, BACKWARD, ANSWER)
    this.release(call)
  }

  #refuse(call: Call): void {
    call.answerOk = false
    call.answerFailure = 'unavailable'
    call.answerValue = null
    this.#sendAnswer(call)
  }

  #travel(call: Call, direction: Direction, code: number): void {
    const link = call.link!
    const delay = link.transit(this.now, direction, code === CANCEL ? 0 : call.sizeBytes)
    this.observer.hop(link, direction, call, delay)
    if (delay !== LOST) {
      this.#pin(delay, call, code)
    } else if (code === ANSWER && call.original !== null) {
      call.original.pins--
      this.release(call.original)
    }
  }

  #duplicate(call: Call): void {
    const delay = call.link!.copyTransit(this.now, FORWARD, call.sizeBytes)
    if (delay === LOST) return
    const copy = this.#calls.copy(call)
    call.pins++
    call.answersDue = 2
    this.#pin(delay, copy, ARRIVE)
  }

  #pin(delay: Nanos, call: Call, code: number): EventHandle {
    call.pins++
    return this.scheduler.after(delay, call, code)
  }

  #unpinWake(call: Call): void {
    this.scheduler.cancel(call.wakeEvent)
    call.wakeEvent = NO_EVENT
    call.pins--
  }

  #deferPinned(node: Node, call: Call, code: number): void {
    call.pins++
    node.defer(call, code)
  }
}

/** What the answer says about quotas; a nearer limiter that has spoken already is not silenced by one that said nothing. */
function copyHeaders(from: Call, to: Call): void {
  if (from.retryAfterNanos > to.retryAfterNanos) to.retryAfterNanos = from.retryAfterNanos
  if (from.quotaLimit < 0) return
  to.quotaLimit = from.quotaLimit
  to.quotaRemaining = from.quotaRemaining
  to.quotaResetNanos = from.quotaResetNanos
}
