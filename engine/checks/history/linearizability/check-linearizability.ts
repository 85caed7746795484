import { assert } from '../../../lib/assert.ts'
import type { Operation } from '../history-event.ts'
import type { CheckOptions, HistoryResult } from '../history-model.ts'
import { Values } from '../values.ts'
import type { CheckScope } from './check-scope.ts'
import { explainViolation } from './explain-violation.ts'
import { LinearizationSearch } from './linearization-search.ts'
import { ObjectHistory, byKey } from './object-history.ts'
import type { SequentialObject } from './sequential-object.ts'
import { type ViolatedPrefix, shortestPrefix } from './shortest-prefix.ts'

const DEFAULT_BUDGET = 2_000_000
const FIRST_TURN = 2_048

/** One object's share of the history, and how far its search has come. */
interface Partition {
  readonly operations: readonly Operation[]
  search: LinearizationSearch | null
  verdict: 'holds' | 'violated' | 'running'
}

/**
 * Decides whether a history is linearizable. Each key is searched for itself, which decides the whole (Herlihy and Wing 1990),
 * in turns, so that one hard key does not keep the others from being judged. Says `unknown` when the budget is spent.
 * Paper: Horn and Kroening, "Faster linearizability checking via P-compositionality" (2015).
 */
export function checkLinearizability(
  object: SequentialObject,
  operations: readonly Operation[],
  options: CheckOptions,
): HistoryResult {
  const budget = options.stateBudget ?? DEFAULT_BUDGET
  assert(Number.isInteger(budget) && budget > 0, 'the state budget is a positive integer')
  const values = new Values()
  const scope = { object, values, start: object.start(options.initial ?? null, values) }
  const partitions = byKey(operations).map((ofKey): Partition => ({
    operations: ofKey,
    search: null,
    verdict: 'running',
  }))
  const spent = { states: 0, work: 0 }
  takeTurns(scope, partitions, budget, spent)
  const violated = partitions.find(({ verdict }) => verdict === 'violated')
  if (violated === undefined) {
    const undecided = partitions.some(({ verdict }) => verdict === 'running')
    return { verdict: undecided ? 'unknown' : 'holds', operations: operations.length, states: spent.states }
  }
  const earliest = earliestViolation(scope, partitions, violated, budget)
  const witness = explainViolation(scope, earliest, options.places ?? 'lines')
  return { verdict: 'violated', operations: operations.length, states: spent.states, witness }
}

/** Searches the partitions in turns that grow, until one is violated, all are decided, or the budget is spent. */
function takeTurns(scope: CheckScope, partitions: Partition[], budget: number, spent: Spent): void {
  let undecided = partitions
  for (let turn = FIRST_TURN; undecided.length > 0; turn *= 2) {
    for (const partition of undecided) {
      const turnLeft = Math.min(turn, budget - spent.work)
      if (turnLeft <= 0) return
      takeTurn(scope, partition, turnLeft, spent)
      if (partition.verdict === 'violated') return
    }
    undecided = undecided.filter(({ verdict }) => verdict === 'running')
  }
}

interface Spent {
  states: number
  work: number
}

function takeTurn(scope: CheckScope, partition: Partition, turn: number, spent: Spent): void {
  const { object, values } = scope
  partition.search ??= new LinearizationSearch({
    ...scope,
    history: new ObjectHistory(object, partition.operations, values, Infinity),
  })
  const { search } = partition
  const before = { states: search.states, work: search.work }
  partition.verdict = search.run(before.work + turn)
  spent.states += search.states - before.states
  spent.work += search.work - before.work
  if (partition.verdict === 'holds') partition.search = null // gives its memory back
}

/** Of the violated key and those not decided yet, the one that goes wrong first, with the shortest prefix that shows it. */
function earliestViolation(
  scope: CheckScope,
  partitions: readonly Partition[],
  violated: Partition,
  budget: number,
): ViolatedPrefix {
  const furthest = violated.search!.furthest
  let earliest = shortestPrefix(scope, violated.operations, { until: Infinity, furthest }, budget)
  for (const partition of partitions) {
    if (partition.verdict !== 'running') continue
    partition.search = null
    const history = new ObjectHistory(scope.object, partition.operations, scope.values, earliest.until)
    const search = new LinearizationSearch({ ...scope, history })
    if (search.run(budget) !== 'violated') continue
    const { until } = earliest
    earliest = shortestPrefix(scope, partition.operations, { until, furthest: search.furthest }, budget)
  }
  return earliest
}
