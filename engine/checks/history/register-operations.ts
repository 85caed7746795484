import type { Json, Operation } from './history-event.ts'
import { IMPOSSIBLE, type ObjectOperation, type Step } from './linearizability/sequential-object.ts'

const seen: Step['next'] = (state, step) => (state === step.first ? state : IMPOSSIBLE)
const notSeen: Step['next'] = (state, step) => (state === step.first ? IMPOSSIBLE : state)
const overwritten: Step['next'] = (_, step) => step.first
const exchanged: Step['next'] = (state, step) => (state === step.first ? step.second : IMPOSSIBLE)

/** Returns the value; an unknown outcome tells nothing. */
export const readOperation: ObjectOperation = {
  step: (operation, values) =>
    operation.outcome === 'ok'
      ? { effect: 'observe', first: values.intern(operation.answer), second: 0, next: seen }
      : null,
  tell: (operation, words) =>
    operation.outcome === 'ok'
      ? `read ${words.object} = ${words.value(operation.answer)}`
      : `read ${words.object} without an answer`,
  needs: (operation, words) => `${words.object} cannot have been ${words.value(operation.answer)}`,
}

/** Replaces the value. */
export const writeOperation: ObjectOperation = {
  complaint: (argument) => (argument === undefined ? 'this write has no "value"; say what it writes.' : null),
  step: (operation, values) => overwriteWith(values.intern(operation.argument!)),
  tell: (operation, words) =>
    `${operation.outcome === 'unknown' ? 'may have written' : 'wrote'} ${words.object} = ${words.value(operation.argument!)}`,
}

/** Replaces `from` by `to`, or observes that the register does not hold `from`. */
export const casOperation: ObjectOperation = {
  mayObserveFailure: true,
  complaint: (argument) =>
    isPair(argument) ? null : 'the "value" of a cas is the pair [from, to]; write both.',
  step(operation, values) {
    const [from, to] = pairOf(operation)
    const first = values.intern(from)
    if (operation.outcome === 'ok' && !operation.succeeded) {
      return { effect: 'observe', first, second: 0, next: notSeen }
    }
    const second = values.intern(to)
    if (first !== second) return { effect: 'attempt', first, second, next: exchanged }
    return operation.outcome === 'ok' ? { effect: 'observe', first, second: 0, next: seen } : null
  },
  tell(operation, words) {
    const [from, to] = pairOf(operation).map((json) => words.value(json))
    if (operation.outcome === 'unknown') return `may have changed ${words.object} from ${from} to ${to}`
    if (!operation.succeeded) return `found ${words.object} not to be ${from}`
    return `changed ${words.object} from ${from} to ${to}`
  },
  needs(operation, words) {
    const from = words.value(pairOf(operation)[0])
    return operation.succeeded
      ? `${words.object} cannot have been ${from}`
      : `${words.object} can only have been ${from}`
  },
}

/** The step that leaves this value behind, whatever was there. */
export function overwriteWith(first: number): Step {
  return { effect: 'overwrite', first, second: 0, next: overwritten }
}

function isPair(argument: Json | undefined): argument is readonly [Json, Json] {
  return Array.isArray(argument) && argument.length === 2
}

function pairOf(operation: Operation): readonly [Json, Json] {
  return operation.argument as readonly [Json, Json]
}
