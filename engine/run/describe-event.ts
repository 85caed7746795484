import { WAKE, WORK_DONE } from '../kernel/activity.ts'
import { ANSWER, ARRIVE, CANCEL, Call, TIMEOUT } from '../kernel/call.ts'
import { Message } from '../kernel/message.ts'
import { Process } from '../kernel/process.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import { Timer } from '../kernel/timer.ts'

/** What the next event will be, as one sentence for a person who steps; null when it was cancelled or cannot be told. */
export function describeUpcoming(scheduler: Scheduler): string | null {
  const next = scheduler.upcoming()
  if (next === null) return null
  const { target, code } = next
  if (target instanceof Call) return describeCall(target, code)
  if (target instanceof Timer) return `The timer "${target.name}" of ${target.node.id} goes off.`
  if (target instanceof Message) return `A message from ${target.from.id} reaches ${target.to.id}.`
  if (target instanceof Process) {
    return `${target.node.id} ${code === WORK_DONE ? 'has done a piece of work' : 'goes on with its work'}.`
  }
  return 'Something goes on inside a node.'
}

function describeCall(call: Call, code: number): string {
  const { id } = call.target
  const source = call.source?.id ?? id
  switch (code) {
    case ARRIVE:
      return `Request ${call.requestId} from ${source} arrives at ${id}.`
    case ANSWER:
      return `The answer of ${id} to request ${call.requestId} arrives at ${source}.`
    case TIMEOUT:
      return `${source} gives up waiting for ${id} on request ${call.requestId}.`
    case CANCEL:
      return `${id} hears that nobody waits for request ${call.requestId} any more.`
    case WORK_DONE:
      return `${id} has done its work on request ${call.requestId}.`
    case WAKE:
      return `${id} takes up request ${call.requestId} again.`
    default:
      return `Something happens to request ${call.requestId} at ${id}.`
  }
}
