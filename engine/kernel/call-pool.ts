import { Call, type Request } from './call.ts'
import type { Kernel } from './kernel.ts'
import { NO_EVENT } from './scheduler.ts'

/**
 * Calls are used again: a request costs no new object once the pool is warm. A call stays readable until the end of the event
 * in which both its ends let go. Calls whose answers go to a process are left to the collector, because the process may read
 * the answer for as long as it likes.
 */
export class CallPool {
  /** How many objects were ever made. */
  made = 0
  readonly #free: Call[] = []
  readonly #retired: Call[] = []
  #retiredCount = 0
  /** The event in which the retired ones ended. */
  #retiredIn = 0
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** A call for this request; `pooled` if nobody reads it after both its ends have let go. */
  take(request: Request, pooled = true): Call {
    const call = pooled ? this.#unused() : this.#make()
    call.id = this.#kernel.newIdentity()
    call.op = request.op
    call.key = request.key ?? 0
    call.body = request.body ?? null
    call.client = request.client ?? 0
    call.cost = request.cost ?? 1
    call.sizeBytes = request.sizeBytes ?? 0
    call.priority = request.priority ?? 0
    call.reusable = pooled
    return call
  }

  /** A second arrival of the same request: the network delivered it twice. Its answer counts for the original. */
  copy(original: Call): Call {
    const copy = this.take(original)
    copy.parent = original.parent
    copy.parentId = original.parentId
    copy.requestId = original.requestId
    copy.source = original.source
    copy.sourceIncarnation = original.sourceIncarnation
    copy.link = original.link
    copy.target = original.target
    copy.attempt = original.attempt
    copy.intendedAt = original.intendedAt
    copy.sentAt = original.sentAt
    copy.deadline = original.deadline
    copy.original = original
    return copy
  }

  put(call: Call): void {
    if (!call.reusable) return
    call.reusable = false
    this.#recycle()
    this.#retired[this.#retiredCount++] = call
    this.#retiredIn = this.#kernel.scheduler.dispatched
  }

  #unused(): Call {
    this.#recycle()
    if (this.#free.length > 0) return this.#free.pop()!
    const call = this.#make()
    call.seat = this.#kernel.scheduler.seat(call)
    return call
  }

  #make(): Call {
    this.made++
    return new Call(this.#kernel)
  }

  /** Takes back what ended in earlier events. */
  #recycle(): void {
    if (this.#retiredCount === 0 || this.#retiredIn === this.#kernel.scheduler.dispatched) return
    for (let i = 0; i < this.#retiredCount; i++) {
      clear(this.#retired[i])
      this.#free.push(this.#retired[i])
    }
    this.#retiredCount = 0
  }
}

function clear(call: Call): void {
  call.parent = null
  call.parentId = 0
  call.source = null
  call.link = null
  call.body = null
  call.attempt = 1
  call.deadline = Infinity
  call.cancelOnTimeout = false
  call.relayed = false
  call.ok = false
  call.failure = null
  call.value = null
  call.retryAfterNanos = 0
  call.quotaLimit = -1
  call.quotaRemaining = -1
  call.quotaResetNanos = 0
  call.answerValue = null
  call.timeoutEvent = NO_EVENT
  call.wakeEvent = NO_EVENT
  call.waiter = null
  call.worker = null
  call.original = null
  call.answersDue = 1
  call.heldFailure = null
  call.stage = 0
  call.note = null
  call.tag = 0
  call.station = null
  call.spans = null
}
