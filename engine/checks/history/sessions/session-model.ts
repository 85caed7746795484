import { HistoryError } from '../history-error.ts'
import type { Operation } from '../history-event.ts'
import type { CheckOptions, HistoryModel, HistoryResult } from '../history-model.ts'
import { readOperation, writeOperation } from '../register-operations.ts'
import { tellValue } from '../tell-value.ts'
import { canonicalText } from '../values.ts'
import { GUARANTEES, type Guarantee } from './guarantees.ts'
import { SessionHistory } from './session-history.ts'

/** What happened at one place of a history. */
interface Moment {
  readonly at: number
  readonly operation: Operation
  readonly what: 'asked' | 'done'
}

/** A model whose processes are sessions with registers: no read may return what the guarantee forbids. */
export function sessionModel(guarantee: Guarantee, doc: string): HistoryModel {
  return {
    name: guarantee,
    doc: `${doc} Every write of a key writes something else.`,
    needsKey: false,
    operations: new Map(Object.entries({ read: readOperation, write: writeOperation })),
    check: (operations, options) => check(guarantee, operations, options),
  }
}

function check(
  guarantee: Guarantee,
  operations: readonly Operation[],
  { initial = null }: CheckOptions,
): HistoryResult {
  const history = new SessionHistory()
  const first = canonicalText(initial)
  for (const { operation, what } of momentsOf(operations)) {
    const key = canonicalText(operation.key)
    if (operation.f === 'write') {
      const value = canonicalText(operation.argument)
      if (what === 'done') history.wrote(operation.process, key, value)
      else {
        if (history.knows(key, value) || value === first) throw writtenTwice(operation)
        history.asked(operation.process, key, value, tell(operation))
      }
      continue
    }
    if (what === 'asked') continue
    const value = canonicalText(operation.answer)
    const unwritten = value !== first && !history.knows(key, value)
    const read = history.reading(operation.process, key, value === first ? [] : [value])
    const broken = unwritten
      ? { although: 'nobody had written it', missed: '' }
      : GUARANTEES[guarantee](history, read)
    if (broken !== null) return violated(operations.length, operation, broken)
    history.note(read, tell(operation))
  }
  return { verdict: 'holds', operations: operations.length, states: 0 }
}

/** Invocations and completions in their order; what failed did not happen, and reads without an answer tell nothing. */
function momentsOf(operations: readonly Operation[]): Moment[] {
  const moments: Moment[] = []
  for (const operation of operations) {
    if (operation.outcome === 'fail') continue
    moments.push({ at: operation.invokedAt, operation, what: 'asked' })
    if (operation.outcome === 'ok') moments.push({ at: operation.completedAt, operation, what: 'done' })
  }
  return moments.sort((a, b) => a.at - b.at)
}

function violated(
  operations: number,
  operation: Operation,
  { although, missed }: { although: string; missed: string },
): HistoryResult {
  const says = `Process ${operation.process} ${verb(operation)} (line ${operation.completion!.line}), although ${although}.`
  const told = missed === '' ? [tell(operation)] : [missed, tell(operation)]
  const witness = { says, operations: told, line: operation.completion!.line }
  const { key } = operation
  return {
    verdict: 'violated',
    operations,
    states: 0,
    witness: key === undefined ? witness : { ...witness, key },
  }
}

function tell(operation: Operation): string {
  return `line ${operation.completion?.line ?? operation.invoke.line}: process ${operation.process} ${verb(operation)}`
}

function verb({ f, key, argument, answer }: Operation): string {
  const object = key === undefined ? 'the register' : tellValue(key)
  return f === 'write' ? `wrote ${object} = ${tellValue(argument!)}` : `read ${object} = ${tellValue(answer)}`
}

function writtenTwice({ invoke }: Operation): HistoryError {
  return new HistoryError(
    invoke.line,
    'this value was written to the same key before; who saw which can only be told when every write has a value of its own.',
  )
}
