import type { Operation } from '../history-event.ts'
import type { CheckScope } from './check-scope.ts'
import { LinearizationSearch } from './linearization-search.ts'
import { ObjectHistory } from './object-history.ts'

/** One object's operations, which cannot be explained as they stood just after an event. */
export interface ViolatedPrefix {
  readonly operations: readonly Operation[]
  /** The event, the completion of `culprit`. */
  readonly until: number
  /** The operation whose outcome cannot be. */
  readonly culprit: Operation
}

/**
 * Finds the shortest prefix that is not linearizable, given a search that found the one up to `until` not to be and came to
 * the return at `furthest`. Prefixes of linearizable histories are linearizable, so that the place can be bisected.
 * Every prefix is searched anew, since what a pending operation will answer is not known in it. A prefix that takes more
 * than the budget counts as linearizable: then what is returned is violated still, but perhaps not the shortest.
 */
export function shortestPrefix(
  scope: CheckScope,
  operations: readonly Operation[],
  known: { readonly until: number; readonly furthest: number },
  budget: number,
): ViolatedPrefix {
  const whole = new ObjectHistory(scope.object, operations, scope.values, known.until)
  const culprits = completions(whole, known.furthest)
  const isViolated = (index: number): boolean => {
    const until = culprits[index].completedAt
    const history = new ObjectHistory(scope.object, operations, scope.values, until)
    return new LinearizationSearch({ ...scope, history }).run(budget) === 'violated'
  }
  const index = firstViolated(culprits.length - 1, isViolated)
  return { operations, until: culprits[index].completedAt, culprit: culprits[index] }
}

/** The operations that completed at a place or later and could be impossible, in the order of completion. */
function completions(history: ObjectHistory, from: number): Operation[] {
  const found: Operation[] = []
  for (let at = from; at < history.events.length; at++) {
    const index = history.events[at] >> 1
    const { effect } = history.steps[index]
    const decides = effect === 'observe' || effect === 'attempt'
    if (history.events[at] % 2 === 1 && decides) found.push(history.operations[index])
  }
  return found
}

/** The first index that is violated, `last` being known to be: in growing strides, since it mostly is one of the first. */
function firstViolated(last: number, isViolated: (index: number) => boolean): number {
  let fine = -1
  let violated = last
  for (let stride = 1; fine + stride < last; stride *= 2) {
    if (isViolated(fine + stride)) {
      violated = fine + stride
      break
    }
    fine += stride
  }
  while (violated - fine > 1) {
    const middle = Math.floor((violated + fine) / 2)
    if (isViolated(middle)) violated = middle
    else fine = middle
  }
  return violated
}
