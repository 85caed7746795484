import type { Json } from '../history-event.ts'
import { atomicObject } from '../linearizability/atomic-object.ts'
import type { ObjectOperation, Step } from '../linearizability/sequential-object.ts'
import { overwriteWith, readOperation, writeOperation } from '../register-operations.ts'
import { tellValue } from '../tell-value.ts'
import { ABSENT, type Values } from '../values.ts'

const appended: Step['next'] = (state, step, values) => values.append(state, step.first)

const get: ObjectOperation = {
  ...readOperation,
  tell(operation, words) {
    if (operation.outcome !== 'ok') return `read ${words.object} without an answer`
    if (operation.answer === null) return `found ${words.object} absent`
    return `read ${words.object} = ${words.value(operation.answer)}`
  },
  needs: (operation, words) =>
    `${words.object} cannot have been ${operation.answer === null ? 'absent' : words.value(operation.answer)}`,
}

const put: ObjectOperation = {
  ...writeOperation,
  complaint: (argument) => (argument === undefined ? 'this put has no "value"; say what it writes.' : null),
}

const append: ObjectOperation = {
  complaint: (argument) =>
    typeof argument === 'string' ? null : 'an append has a string as its "value"; write one.',
  step: (operation, values) => ({
    effect: 'update',
    first: values.intern(operation.argument!),
    second: 0,
    next: appended,
  }),
  tell: (operation, words) =>
    `${operation.outcome === 'unknown' ? 'may have appended' : 'appended'} ${words.value(operation.argument!)} to ${words.object}`,
}

const remove: ObjectOperation = {
  step: () => overwriteWith(ABSENT),
  tell: (operation, words) =>
    `${operation.outcome === 'unknown' ? 'may have deleted' : 'deleted'} ${words.object}`,
}

/** Appends only ever make a text longer at its end. */
function mayLeadTo(state: number, observation: Step, values: Values): boolean {
  if (state === observation.first) return true
  const target: Json = values.json(observation.first)
  return typeof target === 'string' && target.startsWith(values.asString(state))
}

export const model = atomicObject({
  name: 'kv',
  doc: 'Every get of a key returns what the latest put, append or delete of it before left behind, in one order that respects real time.',
  needsKey: true,
  title: 'the store',
  operations: { get, put, append, delete: remove },
  start: (initial, values) => values.intern(initial),
  tellState: (state, values) => (state === ABSENT ? 'absent' : tellValue(values.json(state))),
  mayLeadTo,
})
