import type { Json, Operation } from '../history-event.ts'
import type { HistoryModel, HistoryResult, Witness } from '../history-model.ts'
import { tellValue } from '../tell-value.ts'
import { canonicalText } from '../values.ts'

/** What became of one value. */
interface Tally {
  readonly value: Json
  /** Enqueues that certainly happened, and all that may have. */
  certain: number
  attempted: number
  readonly dequeues: Operation[]
  enqueue: Operation | null
}

/**
 * What goes in comes out, in any order: Jepsen's `total-queue`. Unexpected: dequeued and never enqueued, or before anybody tried to.
 * Duplicated: dequeued more often than it was enqueued. Lost: enqueued for certain and not dequeued by the end of the history,
 * which is expected to drain the queue; only when some dequeue's outcome is unknown may one missing value be excused by it.
 */
export const model: HistoryModel = {
  name: 'total-queue',
  doc: 'Every enqueued value is dequeued once by the end of the history, in any order, and nothing else is.',
  needsKey: false,
  operations: new Map([
    [
      'enqueue',
      {
        complaint: (argument: Json | undefined) =>
          argument === undefined || argument === null
            ? 'an enqueue has a "value" that is not null; say what it adds.'
            : null,
      },
    ],
    ['dequeue', {}],
  ]),
  check: (operations) => judge(operations),
}

function judge(operations: readonly Operation[]): HistoryResult {
  const tallies = new Map<string, Tally>()
  let excused = 0
  for (const operation of operations) {
    if (operation.f === 'enqueue') noteEnqueue(tallies, operation)
    else if (operation.outcome === 'unknown') excused++
    else if (operation.outcome === 'ok' && operation.answer !== null)
      tallyOf(tallies, operation.answer).dequeues.push(operation)
  }
  const all = [...tallies.values()]
  const witness = all.map(badDequeue).find((each) => each !== null) ?? lost(all, excused)
  const result = { operations: operations.length, states: operations.length }
  return witness === null ? { verdict: 'holds', ...result } : { verdict: 'violated', ...result, witness }
}

function tallyOf(tallies: Map<string, Tally>, value: Json): Tally {
  const text = canonicalText(value)
  let tally = tallies.get(text)
  if (tally === undefined)
    tallies.set(text, (tally = { value, certain: 0, attempted: 0, dequeues: [], enqueue: null }))
  return tally
}

function noteEnqueue(tallies: Map<string, Tally>, operation: Operation): void {
  if (operation.outcome === 'fail') return
  const tally = tallyOf(tallies, operation.argument!)
  tally.attempted++
  if (operation.outcome === 'ok') tally.certain++
  if (tally.enqueue === null || operation.invokedAt < tally.enqueue.invokedAt) tally.enqueue = operation
}

function badDequeue({ value, attempted, dequeues, enqueue }: Tally): Witness | null {
  const early = dequeues.find(({ completedAt }) => enqueue === null || completedAt < enqueue.invokedAt)
  if (early !== undefined)
    return tell(early, `${tellValue(value)} was dequeued, although nobody had tried to enqueue it.`, [early])
  if (dequeues.length <= attempted) return null
  const times = dequeues.toSorted((a, b) => a.completedAt - b.completedAt)
  const one = times[attempted]
  const says = `${tellValue(value)} was dequeued ${dequeues.length} times and enqueued ${attempted === 1 ? 'once' : `${attempted} times`}.`
  return tell(one, says, [enqueue!, ...times])
}

/** A dequeue of which nobody knows may have taken one value out. */
function lost(tallies: readonly Tally[], excused: number): Witness | null {
  const missing = tallies.filter(({ certain, dequeues }) => certain > dequeues.length)
  const count = missing.reduce((sum, { certain, dequeues }) => sum + certain - dequeues.length, 0)
  if (count <= excused) return null
  const { value, enqueue } = missing[0]
  const others = count === 1 ? '' : `, and ${count - 1} more`
  return tell(enqueue!, `${tellValue(value)} was enqueued and never dequeued${others}: lost.`, [enqueue!])
}

function tell(at: Operation, says: string, operations: readonly Operation[]): Witness {
  return {
    says,
    operations: operations.map(
      ({ process, f, argument, answer, invoke, completion, outcome }) =>
        `lines ${invoke.line} to ${completion?.line ?? '…'}: process ${process} ${outcome === 'unknown' ? 'may have ' : ''}${f}d ${tellValue(f === 'enqueue' ? argument! : answer)}`,
    ),
    line: (at.completion ?? at.invoke).line,
  }
}
