import type { Json, Operation } from '../history-event.ts'
import type { CheckOptions, HistoryResult, Witness } from '../history-model.ts'
import { tellValue } from '../tell-value.ts'
import { canonicalText } from '../values.ts'

/** When a value was put in and taken out, in places of the history. */
interface Passage {
  readonly value: Json
  readonly enqueue: Operation | null
  /** The call of the enqueue, and its return; Infinity: unknown when, if ever. */
  readonly inFrom: number
  readonly inBy: number
  dequeue: Operation | null
}
/** Something that a queue cannot have done; shown from the line on that completed it. */
interface Offence {
  readonly at: Operation
  readonly says: string
  readonly operations: readonly Operation[]
}

const outFrom = ({ dequeue }: Passage): number => dequeue?.invokedAt ?? Infinity

/**
 * Decides whether a history of a first-in-first-out queue is linearizable, when every value is enqueued once; null when that is
 * not so, or when it depends on what a dequeue of unknown outcome may have taken.
 * Paper: Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs" (CONCUR 2013): such a history is linearizable
 * exactly when it lacks four patterns: a value from nowhere, a value twice, two values overtaking, empty while something is there.
 * Cost: O(n log n), where a search takes exponential time.
 */
export function checkFifo(operations: readonly Operation[], { initial }: CheckOptions): HistoryResult | null {
  const passages = passagesOf(operations, (initial ?? []) as readonly Json[])
  if (passages === null) return null
  const offences: Offence[] = []
  const empties: Operation[] = []
  for (const operation of operations) {
    if (operation.f !== 'dequeue' || operation.outcome !== 'ok') continue
    if (operation.answer === null) empties.push(operation)
    else note(passages, operation, offences)
  }
  const all = [...passages.values()]
  const excusable = [...overtakings(all), ...falselyEmpty(all, empties)]
  const mayExcuse = operations.some(({ f, outcome }) => f === 'dequeue' && outcome === 'unknown')
  if (offences.length === 0 && excusable.length > 0 && mayExcuse) return null
  if (!mayExcuse) offences.push(...excusable)
  const result = { operations: operations.length, states: operations.length }
  if (offences.length === 0) return { verdict: 'holds', ...result }
  const first = offences.reduce((a, b) => (b.at.completedAt < a.at.completedAt ? b : a))
  return { verdict: 'violated', ...result, witness: tell(first) }
}

function passagesOf(operations: readonly Operation[], initial: readonly Json[]): Map<string, Passage> | null {
  const passages = new Map<string, Passage>()
  for (const [i, value] of initial.entries()) {
    const place = i - initial.length
    passages.set(canonicalText(value), { value, enqueue: null, inFrom: place, inBy: place, dequeue: null })
  }
  if (passages.size < initial.length) return null
  for (const operation of operations) {
    if (operation.f !== 'enqueue' || operation.outcome === 'fail') continue
    const value = operation.argument!
    if (passages.has(canonicalText(value))) return null
    const { invokedAt: inFrom, completedAt: inBy } = operation
    passages.set(canonicalText(value), { value, enqueue: operation, inFrom, inBy, dequeue: null })
  }
  return passages
}

/** A value comes out: it must have been put in, and not have come out before. */
function note(passages: Map<string, Passage>, dequeue: Operation, offences: Offence[]): void {
  const passage = passages.get(canonicalText(dequeue.answer))
  const value = tellValue(dequeue.answer)
  if (passage === undefined || dequeue.completedAt < passage.inFrom) {
    const says = `${value} was dequeued, although nobody had tried to enqueue it.`
    offences.push({ at: dequeue, says, operations: [dequeue] })
  } else if (passage.dequeue !== null) {
    const at = dequeue.completedAt > passage.dequeue.completedAt ? dequeue : passage.dequeue
    const says = `${value} was dequeued twice.`
    offences.push({ at, says, operations: around(passage, [passage.dequeue, dequeue]) })
  } else passage.dequeue = dequeue
}

/** Whoever was put in before somebody else's enqueue began must begin to come out before that one is out. */
function overtakings(passages: readonly Passage[]): Offence[] {
  const byReturn = passages.toSorted((a, b) => a.inBy - b.inBy)
  const byCall = passages.toSorted((a, b) => a.inFrom - b.inFrom)
  const offences: Offence[] = []
  let next = 0
  let latest: Passage | null = null
  for (const passage of byCall) {
    for (; next < byReturn.length && byReturn[next].inBy < passage.inFrom; next++)
      if (latest === null || outFrom(byReturn[next]) > outFrom(latest)) latest = byReturn[next]
    const { dequeue } = passage
    if (dequeue === null || latest === null || outFrom(latest) <= dequeue.completedAt) continue
    const says = `${tellValue(passage.value)} was dequeued before ${tellValue(latest.value)}, which had been enqueued before it.`
    const both = [...around(latest, []), ...around(passage, [dequeue])]
    offences.push({
      at: dequeue,
      says,
      operations: latest.dequeue === null ? both : [...both, latest.dequeue],
    })
  }
  return offences
}

/** A dequeue that found nothing needs one moment at which nothing was surely there. */
function falselyEmpty(passages: readonly Passage[], empties: readonly Operation[]): Offence[] {
  if (empties.length === 0) return []
  const spans = passages.filter((each) => each.inBy < outFrom(each)).toSorted((a, b) => a.inBy - b.inBy)
  return empties.flatMap((at): Offence[] => {
    let covered = at.invokedAt
    let last: Passage | null = null
    for (const span of spans) {
      if (span.inBy > covered) break
      if (outFrom(span) > covered) [covered, last] = [outFrom(span), span]
    }
    if (last === null || covered < at.completedAt) return []
    const says = `A dequeue found the queue empty, although something was in it all the time, at last ${tellValue(last.value)}.`
    return [{ at, says, operations: around(last, [at]) }]
  })
}

const around = ({ enqueue }: Passage, more: readonly Operation[]): Operation[] =>
  enqueue === null ? [...more] : [enqueue, ...more]

function tell({ at, says, operations }: Offence): Witness {
  const lines = operations
    .toSorted((a, b) => a.invokedAt - b.invokedAt)
    .map(({ process, f, argument, answer, outcome, invoke, completion }) => {
      const what =
        f === 'enqueue'
          ? `put ${tellValue(argument!)} in`
          : answer === null
            ? 'found it empty'
            : `took ${tellValue(answer)} out`
      const who = `process ${process} ${outcome === 'unknown' ? 'may have ' : ''}${what}`
      return `lines ${invoke.line} to ${completion?.line ?? 'the end'}: ${who}`
    })
  return { says, operations: lines, line: at.completion!.line }
}
