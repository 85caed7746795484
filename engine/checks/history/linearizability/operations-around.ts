import type { Operation } from '../history-event.ts'
import type { CheckScope } from './check-scope.ts'
import type { Step } from './sequential-object.ts'
import type { ViolatedPrefix } from './shortest-prefix.ts'

const SHOWN_BEFORE = 5
const SHOWN_CONCURRENT = 8

interface Known {
  readonly operation: Operation
  readonly step: Step
}

/**
 * Picks the operations that a person needs to see to understand a violation: the culprit, what ran at the same time, the
 * latest before it that dealt with the value it needed or with those that it could have met, and the last few before it.
 */
export function operationsAround(
  scope: CheckScope,
  { operations, culprit, until }: ViolatedPrefix,
  states: ReadonlySet<number> | null,
): { shown: Operation[]; leftOut: number } {
  const known = operations
    .filter(({ invokedAt, outcome }) => invokedAt < until && outcome !== 'fail')
    .map((operation) => ({
      operation,
      step: scope.object.operations[operation.f].step(operation, scope.values),
    }))
    .filter((one): one is Known => one.step !== null && one.operation !== culprit)
  const before = known.filter(({ operation }) => operation.completedAt < culprit.invokedAt)
  const concurrent = known.filter(({ operation }) => operation.completedAt > culprit.invokedAt)
  const values = new Set(states)
  const own = scope.object.operations[culprit.f].step(culprit, scope.values)!
  values.add(own.first)
  const shownConcurrent = mostTelling(concurrent, values).slice(0, SHOWN_CONCURRENT)
  const shown = [culprit, ...shownConcurrent, ...lastBefore(before, values)]
  shown.sort((a, b) => a.invokedAt - b.invokedAt)
  return { shown, leftOut: concurrent.length - shownConcurrent.length }
}

/** Those that deal with one of the values first, then the latest invoked. */
function mostTelling(known: readonly Known[], values: ReadonlySet<number>): Operation[] {
  const latest = known.toReversed()
  const telling = latest.filter(({ step }) => touches(step, values))
  const others = latest.filter(({ step }) => !touches(step, values))
  return [...telling, ...others].map(({ operation }) => operation)
}

function lastBefore(before: readonly Known[], values: ReadonlySet<number>): Operation[] {
  const latest = before.toSorted((a, b) => b.operation.completedAt - a.operation.completedAt)
  const picked = new Set<Operation>()
  for (const value of values) {
    const one = latest.find(({ step }) => touches(step, new Set([value])))
    if (one !== undefined && picked.size < SHOWN_BEFORE) picked.add(one.operation)
  }
  for (const { operation } of latest) if (picked.size < SHOWN_BEFORE) picked.add(operation)
  return [...picked]
}

function touches(step: Step, values: ReadonlySet<number>): boolean {
  return values.has(step.first) || (step.effect === 'attempt' && values.has(step.second))
}
