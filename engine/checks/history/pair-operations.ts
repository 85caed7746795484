import { HistoryError } from './history-error.ts'
import type { HistoryEvent, Operation, ProcessId } from './history-event.ts'
import type { HistoryModel } from './history-model.ts'
import { canonicalText } from './values.ts'

/**
 * Pairs each invocation with its completion, in the order of invocations. An invocation without one has an unknown
 * outcome, as one that was completed by `info`. Throws `HistoryError` where events do not fit together.
 */
export function pairOperations(events: readonly HistoryEvent[], model: HistoryModel): Operation[] {
  const operations: Operation[] = []
  const open = new Map<ProcessId, Operation>()
  for (const [index, event] of events.entries()) {
    const running = open.get(event.process)
    if (event.type === 'invoke') {
      if (running !== undefined) throw invokedTwice(event, running)
      const operation = invoked(event, index)
      operations.push(operation)
      open.set(event.process, operation)
    } else {
      if (running === undefined) throw neverInvoked(event)
      complete(running, event, index, model)
      open.delete(event.process)
    }
  }
  return operations
}

function invoked(event: HistoryEvent, index: number): Operation {
  return {
    process: event.process,
    f: event.f,
    key: event.key,
    argument: event.value,
    outcome: 'unknown',
    answer: null,
    succeeded: true,
    invokedAt: index,
    completedAt: Infinity,
    invoke: event,
    completion: undefined,
  }
}

function complete(operation: Operation, event: HistoryEvent, index: number, model: HistoryModel): void {
  requireSame(operation, event)
  operation.completion = event
  operation.outcome = event.type === 'ok' ? 'ok' : event.type === 'fail' ? 'fail' : 'unknown'
  if (event.type !== 'ok') return
  if (event.result === false && model.operations.get(event.f)!.mayObserveFailure !== true) {
    throw new HistoryError(
      event.line,
      `a ${event.f} has no "result": false; write "type": "fail" when it did not happen.`,
    )
  }
  const answer = event.value ?? null
  const complaint = model.operations.get(event.f)!.answerComplaint?.(operation.argument, answer) ?? null
  if (complaint !== null) throw new HistoryError(event.line, complaint)
  operation.completedAt = index
  operation.answer = answer
  operation.succeeded = event.result !== false
}

function requireSame(operation: Operation, event: HistoryEvent): void {
  const { invoke } = operation
  if (event.f !== operation.f) {
    throw new HistoryError(
      event.line,
      `process ${event.process} completes a ${event.f}, but its open operation is the ${operation.f} of line ${invoke.line}; give both the same "f".`,
    )
  }
  if (event.key !== undefined && canonicalText(event.key) !== canonicalText(operation.key)) {
    throw new HistoryError(
      event.line,
      `process ${event.process} completes a ${event.f} with another "key" than it invoked on line ${invoke.line}; give both the same key.`,
    )
  }
}

function invokedTwice(event: HistoryEvent, running: Operation): HistoryError {
  return new HistoryError(
    event.line,
    `process ${event.process} invokes again before its ${running.f} of line ${running.invoke.line} completed; complete that first (info when the outcome is unknown) or use another process.`,
  )
}

function neverInvoked(event: HistoryEvent): HistoryError {
  return new HistoryError(
    event.line,
    `process ${event.process} completes a ${event.f} that it has not invoked; write the "invoke" line before the "${event.type}" line.`,
  )
}
