import { HistoryError } from '../history-error.ts'
import type { Json } from '../history-event.ts'
import { atomicObject } from '../linearizability/atomic-object.ts'
import { IMPOSSIBLE, type ObjectOperation, type Step } from '../linearizability/sequential-object.ts'
import type { Values } from '../values.ts'

const exchanged: Step['next'] = (state, step) => (state === step.first ? step.second : IMPOSSIBLE)

/** Between the states false (free) and true (held); whoever releases, as long as someone holds it. */
function change(from: boolean, verb: string): ObjectOperation {
  return {
    step: (_, values) => ({
      effect: 'attempt',
      first: values.intern(from),
      second: values.intern(!from),
      next: exchanged,
    }),
    tell: (operation, words) =>
      `${operation.outcome === 'unknown' ? 'may have ' : ''}${verb} ${words.object}`,
    needs: (_, words) => `${words.object} cannot have been ${from ? 'held' : 'free'}`,
  }
}

function start(initial: Json, values: Values): number {
  if (initial !== null && typeof initial !== 'boolean') {
    throw new HistoryError(
      0,
      'A mutex starts free (null or false) or held (true); give it one of these as its initial state.',
    )
  }
  return values.intern(initial === true)
}

export const model = atomicObject({
  name: 'mutex',
  doc: 'A lock that is acquired only while it is free and released only while it is held.',
  needsKey: false,
  title: 'the mutex',
  operations: {
    acquire: change(false, 'acquired'),
    release: change(true, 'released'),
  },
  start,
  tellState: (state, values) => (values.json(state) === true ? 'held' : 'free'),
})
