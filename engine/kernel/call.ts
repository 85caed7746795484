import type { Nanos } from '../lib/units.ts'
import { WAKE, WORK_DONE, type Activity, type SpanKind } from './activity.ts'
import type { Kernel } from './kernel.ts'
import type { Link } from './link.ts'
import type { Node } from './node.ts'
import type { Process } from './process.ts'
import { NO_EVENT, type EventHandle, type Seat } from './scheduler.ts'
import type { SpanBuffer } from './span.ts'
import type { Station } from './station.ts'

/** Events that happen to a call, beside those of every activity. */
export const ARRIVE = 3
export const ANSWER = 4
export const TIMEOUT = 5
export const CANCEL = 6

/** Why a call failed, as its caller sees it. The catalogue with their meaning is `schema/failures`. */
export type FailureCode = string

/** What one service asks of another. All kinds speak it, so that any of them can be put on any edge. */
export interface Request {
  /** What is wanted: `read`, `write`, or a verb of the services involved (`book`, `acquire`). */
  op: string
  /** What it is about. Keys are numbers, so that they hash and compare at full speed. */
  key?: number
  /** Whatever else the verb needs. Never changed after it was sent. */
  body?: unknown
  /** The person or program behind the request. */
  client?: number
  /** How much of a budget it uses up. */
  cost?: number
  sizeBytes?: number
  /** Smaller goes first in a priority queue. */
  priority?: number
}

/** What came back, as the caller may read it. Stays as it is once delivered. */
export interface Reply {
  readonly ok: boolean
  readonly failure: FailureCode | null
  readonly value: unknown
  /** The link the call went over; null for what the client itself began. */
  readonly link: Link | null
  /** How long the server asks its callers to stay away; 0 when it does not. */
  readonly retryAfterNanos: Nanos
}

/**
 * One attempt at one request on one edge. The kernel keeps the tree of them, so that no service has to remember whom to answer.
 * Every attempt has its own id. Objects are reused once both ends have let go: read what you need inside the handler.
 */
export class Call implements Activity, Reply {
  id = 0
  /** The request this attempt serves: the id of the tree's root. */
  requestId = 0
  parent: Call | null = null
  /** The parent's id when this was issued: the parent object may serve another request by now. */
  parentId = 0
  source: Node | null = null
  sourceIncarnation = 0
  target!: Node
  link: Link | null = null

  op = ''
  key = 0
  body: unknown = null
  client = 0
  cost = 1
  sizeBytes = 0
  priority = 0
  /** 1 for the first try. */
  attempt = 1
  /** The instant the person wanted it; latency counts from here. */
  intendedAt: Nanos = 0
  sentAt: Nanos = 0
  arrivedAt: Nanos = 0
  answeredAt: Nanos = 0
  deadline: Nanos = Infinity
  cancelOnTimeout = false
  /** The answer to this is the answer to its parent. */
  relayed = false

  // As the caller sees it.
  ok = false
  failure: FailureCode | null = null
  value: unknown = null
  retryAfterNanos: Nanos = 0
  /** Rate-limit quota of the response headers; -1 when no limiter spoke. */
  quotaLimit = -1
  quotaRemaining = -1
  quotaResetNanos: Nanos = 0

  // As the callee answered; copied to the caller's side when the answer arrives in time.
  answerOk = false
  answerFailure: FailureCode | null = null
  answerValue: unknown = null

  /** The caller still waits. */
  waiting = false
  /** The callee still owes an answer. */
  owing = false
  /** Events on their way to this object; it is not reused before they have fired. */
  pins = 0
  reusable = false
  /** Of a call that is used again and again. */
  seat: Seat | null = null
  timeoutEvent: EventHandle = NO_EVENT
  wakeEvent: EventHandle = NO_EVENT
  /** Since when it waits for its wake-up, and what for. */
  delayedAt: Nanos = 0
  delayKind: SpanKind = 'retry'
  /** The process that waits for the answer; null when the caller handles replies by a plain function. */
  waiter: Process | null = null
  /** The process that works on it at the callee. */
  worker: Process | null = null
  /** The call of which this is a duplicate on the network. */
  original: Call | null = null
  /** How many answers may come: two when the network delivered it twice. */
  answersDue = 1
  /** A failure that is not told before the other delivery has failed too. */
  heldFailure: FailureCode | null = null
  /** Free for the service that handles it: which step comes next, and what to keep until then. */
  stage = 0
  note: unknown = null
  /** Free for the service that issued it: what to make of the answer. */
  tag = 0

  // Neighbours among the calls that the callee owes answers to.
  previousOwed: Call | null = null
  nextOwed: Call | null = null

  // Activity.
  station: Station | null = null
  enqueuedAt: Nanos = 0
  startedAt: Nanos = 0
  workNanos: Nanos = 0
  doneAt: Nanos = 0
  pausedNanosBefore: Nanos = 0
  workIncarnation = 0
  holds = false

  spans: SpanBuffer | null = null

  constructor(readonly kernel: Kernel) {}

  get identity(): number {
    return this.id
  }

  fire(code: number): void {
    this.pins--
    switch (code) {
      case ARRIVE:
        return this.kernel.callEvents.arrive(this)
      case ANSWER:
        return this.kernel.callEvents.answerArrives(this)
      case TIMEOUT:
        return this.kernel.callEvents.timeOut(this)
      case CANCEL:
        return this.kernel.callEvents.cancelArrives(this)
      default:
        this.#fireAtCallee(code)
    }
  }

  pin(): void {
    this.pins++
  }

  granted(): void {
    if (this.owing) this.target.behaviour.served(this)
  }

  refused(reason: 'queue-full' | 'deadline-exceeded'): void {
    if (this.owing) this.kernel.calls.answer(this, false, reason, null)
  }

  addSpan(kind: SpanKind, lastedNanos: Nanos): void {
    this.addSpanAt(this.target, kind, lastedNanos)
  }

  /** Notes time spent at `node`, unless the request it belongs to is over. */
  addSpanAt(node: Node, kind: SpanKind, lastedNanos: Nanos): void {
    const { spans } = this
    if (spans !== null && lastedNanos > 0 && spans.owner === this.requestId)
      spans.add(kind, node.index, this.id, lastedNanos)
  }

  #fireAtCallee(code: number): void {
    if (code === WAKE) this.wakeEvent = NO_EVENT
    if (this.target.paused) {
      this.pins++
      return this.target.defer(this, code)
    }
    if (code === WORK_DONE && this.station !== null) this.station.workDone(this)
    else if (code === WAKE && this.owing) {
      this.addSpan(this.delayKind, this.kernel.now - this.delayedAt)
      this.target.behaviour.woken(this)
    }
    this.kernel.calls.release(this)
  }
}
