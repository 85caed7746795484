import type { Json, Operation } from '../history-event.ts'
import type { CheckOptions, Witness } from '../history-model.ts'
import { millis, placeOf } from '../place-of.ts'
import { tellValue } from '../tell-value.ts'
import type { CheckScope } from './check-scope.ts'
import { LinearizationSearch } from './linearization-search.ts'
import { ObjectHistory } from './object-history.ts'
import { operationsAround } from './operations-around.ts'
import type { Words } from './sequential-object.ts'
import type { ViolatedPrefix } from './shortest-prefix.ts'

type Places = NonNullable<CheckOptions['places']>

const LAST_STATES_BUDGET = 20_000
const STATES_TOLD = 3

/** Says in plain words why a prefix of a history cannot be. */
export function explainViolation(scope: CheckScope, prefix: ViolatedPrefix, places: Places): Witness {
  const { culprit } = prefix
  const words = wordsFor(scope, culprit.key)
  const states = statesAtTheEnd(scope, prefix)
  const kind = scope.object.operations[culprit.f]
  const needs = kind.needs?.(culprit, words) ?? 'that is impossible'
  const could = tellStates(scope, states)
  const around = operationsAround(scope, prefix, states)
  return {
    says:
      `Process ${culprit.process} ${kind.tell(culprit, words)} (${placeOf(culprit, places)}), although ${needs} at any moment in between` +
      `${could === '' ? '' : `: ${endOf(culprit, places)} it could only be ${could}`}.`,
    operations: [
      ...around.shown.map((operation) => tellOperation(scope, operation, places)),
      ...(around.leftOut > 0 ? [`and ${around.leftOut} more at the same time`] : []),
    ],
    ...(culprit.key === undefined ? {} : { key: culprit.key }),
    line: culprit.completion!.line,
  }
}

/** The states in which the object could be when the culprit completed, going by all other operations; null when unknown. */
function statesAtTheEnd(
  scope: CheckScope,
  { operations, until }: ViolatedPrefix,
): ReadonlySet<number> | null {
  const history = new ObjectHistory(scope.object, operations, scope.values, until)
  const search = new LinearizationSearch({ ...scope, history, reachLast: true })
  return search.run(LAST_STATES_BUDGET) === 'violated' ? search.lastStates : null
}

function tellStates({ object, values }: CheckScope, states: ReadonlySet<number> | null): string {
  if (states === null || states.size === 0) return ''
  const told = [...states].slice(0, STATES_TOLD).map((state) => object.tellState(state, values))
  if (states.size > STATES_TOLD) return `one of ${states.size} values, such as ${told.join(' or ')}`
  return told.join(' or ')
}

function tellOperation(scope: CheckScope, operation: Operation, places: Places): string {
  const kind = scope.object.operations[operation.f]
  return `${placeOf(operation, places)}: process ${operation.process} ${kind.tell(operation, wordsFor(scope, operation.key))}`
}

function wordsFor(scope: CheckScope, key: Json | undefined): Words {
  return {
    object: key === undefined ? scope.object.title : typeof key === 'string' ? key : tellValue(key),
    value: tellValue,
  }
}

function endOf({ completion }: Operation, places: Places): string {
  return places === 'times' ? `at ${millis(completion!.time)} ms` : `by line ${completion!.line}`
}
