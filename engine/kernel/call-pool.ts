import { Call, type Request } from './call.ts'
import type { Kernel } from './kernel.ts'
import { NO_EVENT } from './scheduler.ts'

/**
 * Calls are used again: a request costs no new object once the pool is warm. Calls whose answers go to a process are left to
 * the collector, because the process may read the answer for as long as it likes.
 */
export class CallPool {
  readonly #free: Call[] = []
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  take(request: Request): Call {
    const call = this.#free.length > 0 ? this.#free.pop()! : new Call(this.#kernel)
    call.id = this.#kernel.newIdentity()
    call.op = request.op
    call.key = request.key ?? 0
    call.body = request.body ?? null
    call.client = request.client ?? 0
    call.cost = request.cost ?? 1
    call.sizeBytes = request.sizeBytes ?? 0
    call.priority = request.priority ?? 0
    call.reusable = true
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
    clear(call)
    this.#free.push(call)
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
  call.stage = 0
  call.note = null
  call.station = null
  call.spans = null
}
