import { ANSWER, CANCEL, ARRIVE, TIMEOUT, type Call, type FailureCode } from './call.ts'
import { copyHeaders, type CallTree } from './call-tree.ts'
import type { Kernel } from './kernel.ts'
import type { Barrier } from './link.ts'
import type { Node } from './node.ts'
import { NO_EVENT } from './scheduler.ts'

/** How a call ends that a barrier keeps out. */
const REFUSALS: Readonly<Record<Barrier, FailureCode>> = {
  closed: 'unavailable',
  'open-end': 'not-connected',
  circle: 'call-circle',
}

/** What time does to calls: they arrive, are answered, time out, are cancelled. Whatever finds its node paused waits for the end of that. */
export class CallEvents {
  readonly #kernel: Kernel
  readonly #calls: CallTree

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.#calls = kernel.calls
  }

  arrive(call: Call): void {
    const node = call.target
    if (node.paused) return this.#deferPinned(node, call, ARRIVE)
    call.arrivedAt = this.#kernel.now
    call.addSpan('network', this.#kernel.now - call.sentAt)
    const { barrier } = call.link!
    if (barrier !== null && this.#holds(barrier, call)) return this.#refuse(call, REFUSALS[barrier])
    if (!node.up) return this.#refuse(call, 'unavailable')
    node.owe(call)
    node.behaviour.request(call)
  }

  answerArrives(call: Call): void {
    const receiver = call.original ?? call
    const source = call.source!
    if (source.paused && receiver.waiting) return this.#deferPinned(source, call, ANSWER)
    if (call.original !== null) call.original.pins--
    receiver.answersDue--
    if (!source.up || source.incarnation !== receiver.sourceIncarnation) receiver.waiting = false
    if (receiver.waiting) this.#receive(receiver, call)
    if (receiver !== call) this.#calls.release(receiver)
    this.#calls.release(call)
  }

  timeOut(call: Call): void {
    call.timeoutEvent = NO_EVENT
    const source = call.source!
    if (!call.waiting || source.incarnation !== call.sourceIncarnation) {
      call.waiting = false
      return this.#calls.release(call)
    }
    if (source.paused) return this.#deferPinned(source, call, TIMEOUT)
    if (call.cancelOnTimeout) this.#calls.cancel(call)
    this.#settle(call, false, 'timeout', null)
    this.#calls.release(call)
  }

  cancelArrives(call: Call): void {
    if (call.target.paused) return this.#deferPinned(call.target, call, CANCEL)
    if (call.owing) {
      call.station?.withdraw(call)
      call.worker?.abandon()
      if (call.owing) this.#calls.answer(call, false, 'cancelled', null)
    }
    this.#calls.release(call)
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
    receiver.addSpanAt(receiver.source!, 'network', this.#kernel.now - call.answeredAt)
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
      this.#kernel.scheduler.cancel(call.timeoutEvent)
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
    if (call.relayed && wanted !== null && wanted.owing) this.#calls.relay(call, wanted)
  }

  /** Whether a barrier keeps the call out. In a circle only what comes round is: to a node that waits for it already. */
  #holds(barrier: Barrier, call: Call): boolean {
    if (barrier !== 'circle') return true
    let { parent, parentId } = call
    while (parent !== null && parent.id === parentId) {
      if (parent.target === call.target) return true
      parentId = parent.parentId
      parent = parent.parent
    }
    return false
  }

  #refuse(call: Call, failure: FailureCode): void {
    call.answerOk = false
    call.answerFailure = failure
    call.answerValue = null
    this.#calls.sendAnswer(call)
  }

  #deferPinned(node: Node, call: Call, code: number): void {
    call.pins++
    node.defer(call, code)
  }
}
