import type { Json, Operation } from '../history-event.ts'
import type { CheckOptions, HistoryResult } from '../history-model.ts'
import { tellValue } from '../tell-value.ts'
import { canonicalText } from '../values.ts'
import { SequentialSearch, type SequentialStep } from './sequential-search.ts'

const DEFAULT_BUDGET = 200_000
const TOLD = 8

interface Placed {
  readonly step: SequentialStep
  readonly operation: Operation
}

/**
 * Decides whether a history of registers is sequentially consistent. A write of unknown outcome counts where somebody has
 * read it, at any place.
 */
export function checkSequential(operations: readonly Operation[], options: CheckOptions): HistoryResult {
  const processes = processesOf(operations, options.initial ?? null)
  const search = new SequentialSearch(
    processes.placed.map((placed) => placed.map(({ step }) => step)),
    processes.keys,
  )
  const verdict = search.run(options.stateBudget ?? DEFAULT_BUDGET)
  const result = { verdict, operations: operations.length, states: search.states }
  return verdict === 'violated'
    ? { ...result, witness: witnessOf(processes.placed, search.furthest, options.places ?? 'lines') }
    : result
}

function processesOf(operations: readonly Operation[], initial: Json) {
  const keys = new Map<string, number>()
  const values = new Map([[canonicalText(initial), 0]])
  const intern = (ids: Map<string, number>, json: Json | undefined) => {
    const text = canonicalText(json)
    if (!ids.has(text)) ids.set(text, ids.size)
    return ids.get(text)!
  }
  const read = new Set<string>()
  for (const { f, outcome, key, answer } of operations)
    if (f === 'read' && outcome === 'ok') read.add(`${canonicalText(key)} ${canonicalText(answer)}`)
  const byProcess = new Map<unknown, Placed[]>()
  const alone: Placed[][] = []
  for (const operation of operations) {
    const { f, outcome, process, key, argument, answer } = operation
    const writes = f === 'write'
    if (outcome === 'fail' || (!writes && outcome !== 'ok')) continue
    const value = writes ? argument : answer
    const placed = { step: { writes, key: intern(keys, key), value: intern(values, value) }, operation }
    if (outcome === 'ok') {
      const steps = byProcess.get(process)
      if (steps === undefined) byProcess.set(process, [placed])
      else steps.push(placed)
    } else if (read.has(`${canonicalText(key)} ${canonicalText(value)}`)) alone.push([placed])
  }
  return { placed: [...byProcess.values(), ...alone], keys: keys.size }
}

/** Where every process stands at the furthest that any order gets: the next reads cannot be explained together. */
type Places = NonNullable<CheckOptions['places']>

function witnessOf(placed: readonly (readonly Placed[])[], furthest: readonly number[], places: Places) {
  const stuck = placed.flatMap((ofProcess, process) =>
    ofProcess.slice(furthest[process], furthest[process] + 1),
  )
  const first = stuck.find(({ step }) => !step.writes)
  const line = Math.max(...stuck.map(({ operation }) => operation.completion?.line ?? operation.invoke.line))
  const who =
    first === undefined ? 'some read' : `the ${verb(first.operation)} by process ${first.operation.process}`
  return {
    says: `No single order of all operations explains ${who}.`,
    operations: stuck.slice(0, TOLD).map(({ operation }) => tell(operation, places)),
    line,
  }
}

function tell(operation: Operation, places: Places): string {
  const { line, time = 0 } = operation.completion ?? operation.invoke
  const where = places === 'times' ? `${(time / 1e9).toFixed(3)} s` : `line ${line}`
  return `${where}: process ${operation.process}, ${verb(operation)}`
}

function verb({ f, key, argument, answer }: Operation): string {
  const object = key === undefined ? 'the register' : tellValue(key)
  return f === 'write'
    ? `write of ${object} = ${tellValue(argument!)}`
    : `read of ${object} = ${tellValue(answer)}`
}
