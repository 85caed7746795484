import { HistoryError } from '../history-error.ts'
import type { Json, Operation } from '../history-event.ts'
import { checkFifo } from '../fifo/check-fifo.ts'
import type { HistoryModel } from '../history-model.ts'
import { atomicObject } from '../linearizability/atomic-object.ts'
import { IMPOSSIBLE, type ObjectOperation, type Step } from '../linearizability/sequential-object.ts'
import { tellValue } from '../tell-value.ts'
import { ABSENT, Values } from '../values.ts'

/** What waits, oldest first. An empty queue is the empty list. */
const waiting = (state: number, values: Values): readonly Json[] => values.json(state) as readonly Json[]

const added: Step['next'] = (state, step, values) =>
  values.intern([...waiting(state, values), values.json(step.first)])
const taken: Step['next'] = (state, step, values) => {
  const [head, ...rest] = waiting(state, values)
  return head !== undefined && values.intern(head) === step.first ? values.intern(rest) : IMPOSSIBLE
}
const foundEmpty: Step['next'] = (state, _step, values) =>
  waiting(state, values).length === 0 ? state : IMPOSSIBLE
/** Nobody knows what it took: the head, if there was one. */
const perhapsTaken: Step['next'] = (state, _step, values) => values.intern(waiting(state, values).slice(1))

const enqueue: ObjectOperation = {
  complaint: (argument) =>
    argument === undefined || argument === null
      ? 'an enqueue has a "value" that is not null; say what it adds.'
      : null,
  step: (operation, values) => ({
    effect: 'update',
    first: values.intern(operation.argument!),
    second: 0,
    next: added,
  }),
  tell: (operation, words) =>
    `${operation.outcome === 'unknown' ? 'may have put' : 'put'} ${words.value(operation.argument!)} into ${words.object}`,
}

const dequeue: ObjectOperation = {
  step(operation, values) {
    if (operation.outcome !== 'ok') return { effect: 'update', first: ABSENT, second: 0, next: perhapsTaken }
    if (operation.answer === null) return { effect: 'observe', first: ABSENT, second: 0, next: foundEmpty }
    return { effect: 'attempt', first: values.intern(operation.answer), second: 0, next: taken }
  },
  tell(operation, words) {
    if (operation.outcome !== 'ok') return `may have taken something out of ${words.object}`
    if (operation.answer === null) return `found ${words.object} empty`
    return `took ${words.value(operation.answer)} out of ${words.object}`
  },
  needs: (operation: Operation, words) =>
    operation.answer === null
      ? `${words.object} cannot have been empty`
      : `${words.value(operation.answer)} cannot have been the oldest in ${words.object}`,
}

function start(initial: Json, values: Values): number {
  if (initial !== null && !Array.isArray(initial)) {
    throw new HistoryError(
      0,
      'A queue starts empty (null or []) or with a list, oldest first; give it one of these.',
    )
  }
  return values.intern(initial ?? [])
}

const searched = atomicObject({
  name: 'queue',
  doc: 'Whatever is dequeued is what has been in the queue for longest, in one order that respects real time; null finds it empty.',
  needsKey: false,
  title: 'the queue',
  operations: { enqueue, dequeue },
  start,
  tellState: (state, values) => {
    const list = waiting(state, values)
    return list.length === 0 ? 'empty' : `${tellValue(list[0])} first of ${list.length}`
  },
})

/**
 * The strict meaning, as Knossos' `fifo-queue` has it: linearizable, first in, first out, nothing lost, nothing twice. A queue that
 * promises less (delivery without order, with a drain at the end) is judged by `total-queue`. Histories in which every value is
 * enqueued once are decided by the patterns that they lack; others, and what hangs on unknown dequeues, are searched.
 */
export const model: HistoryModel = {
  ...searched,
  check(operations, options) {
    start(options.initial ?? null, new Values())
    return checkFifo(operations, options) ?? searched.check(operations, options)
  },
}
