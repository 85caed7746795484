import { LatestMap } from '../../lib/latest-map.ts'
import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import type { Json, Operation } from '../history/history-event.ts'
import { canonicalText } from '../history/values.ts'
import { checkSequential } from '../history/sequential/check-sequential.ts'
import {
  liveRegisters,
  mayHaveHappened,
  writtenValue,
  type Answered,
  type ClientAsk,
} from '../live-registers.ts'

/** Only these keys are looked at, and of their operations the latest: what is impossible for a part is for the whole. */
const KEYS = 2
const LATEST = 160
const BUDGET = 2_000
/** Writes that are known by what they wrote; older ones may have been made at any time. */
const WRITES = 4_000

interface State {
  operations: Operation[]
  /** By key and value: writes, whatever became of them. */
  writes: LatestMap<string, Operation>
  count: number
  begins: boolean
  broken: boolean
  decided: number
}

export const invariant = defineInvariant<State>({
  name: 'sequentially-consistent',
  title: 'One order of all writes for everybody',
  doc: 'All users’ operations fit into one order that keeps each user’s own; every two seconds the latest operations on two keys are searched for it.',
  start: () => ({
    operations: [],
    writes: new LatestMap(WRITES),
    count: 0,
    begins: true,
    broken: false,
    decided: 0,
  }),
  on: {
    'client-ask'(state, fact: ClientAsk, _node, ctx) {
      liveRegisters(ctx).ask(fact, ctx)
      if (fact.op !== 'write' || fact.key >= KEYS) return undefined
      state.writes.set(nameOf(fact.key, writtenValue(fact)), operationOf(state, fact, 'unknown', ctx.now))
      return undefined
    },
    'client-answer'(state, fact: Answered, _node, ctx) {
      if (liveRegisters(ctx).answer(fact, ctx) === null || fact.key >= KEYS || Array.isArray(fact.value))
        return undefined
      if (!fact.ok && mayHaveHappened(fact.failure)) return undefined
      state.operations.push(operationOf(state, fact, 'ok', ctx.now))
      if (state.operations.length > LATEST) state.begins = false
      if (state.operations.length > LATEST) state.operations.splice(0, LATEST / 4)
      return undefined
    },
  },
  everyNanos: s(2),
  check(state): Violation | null {
    if (state.broken || state.operations.length === 0) return null
    const options = { stateBudget: BUDGET, places: 'times' } as const
    const { verdict, witness } = checkSequential([...state.operations, ...origins(state)], options)
    if (verdict !== 'unknown') state.decided++
    if (verdict !== 'violated') return null
    state.broken = true
    return { says: witness!.says, operations: witness!.operations, nodes: [] }
  },
  conclusive: ({ decided }) => decided > 0,
})

const nameOf = (key: Json | undefined, value: Json | undefined): string =>
  `${canonicalText(key)} ${canonicalText(value)}`

/** What was read and is not among the latest writes: it may have been written at any time. */
function origins({ operations, writes, begins }: State): Operation[] {
  const there = new Set(
    operations.filter(({ f }) => f === 'write').map(({ key, argument }) => nameOf(key, argument)),
  )
  const missing = new Map<string, Operation>()
  for (const read of operations) {
    const name = nameOf(read.key, read.answer)
    if (read.f !== 'read' || there.has(name) || missing.has(name)) continue
    const write =
      writes.get(name) ?? (begins ? undefined : { ...read, f: 'write', argument: null, answer: null })
    if (write !== undefined) missing.set(name, { ...write, outcome: 'unknown' })
  }
  return [...missing.values()]
}

function operationOf(state: State, fact: ClientAsk, outcome: 'ok' | 'unknown', time: number): Operation {
  const { client, op, key } = fact
  const writes = op === 'write'
  const event = { line: ++state.count, process: client, type: 'invoke', f: op, time } as const
  return {
    process: client,
    f: op,
    key,
    argument: writes ? writtenValue(fact) : undefined,
    outcome,
    answer: writes ? null : ((fact as Answered).value as Json),
    succeeded: true,
    invokedAt: fact.intendedAt,
    completedAt: time,
    invoke: event,
    completion: event,
  }
}
