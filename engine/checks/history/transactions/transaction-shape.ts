import type { Json } from '../history-event.ts'
import type { OperationShape } from '../history-model.ts'
import { canonicalText } from '../values.ts'

/** What writes are called in a model, and what its reads return. */
export interface TransactionGrammar {
  readonly write: 'append' | 'w'
  /** Complains about what a read returned, as the end of a sentence; null when it is fine. */
  readonly readComplaint: (key: string, value: Json) => string | null
}

/** The shape of a `txn`: its value is a list of steps, ["r", key, null] or [write, key, value]; its `ok` fills the reads in. */
export function transactionShape(grammar: TransactionGrammar): OperationShape {
  return {
    complaint: (argument) => stepsComplaint(grammar, argument),
    answerComplaint: (argument, answer) => answerComplaint(grammar, argument as Steps, answer),
  }
}

type Steps = readonly (readonly [string, Json, Json])[]

function stepsComplaint({ write }: TransactionGrammar, argument: Json | undefined): string | null {
  if (!Array.isArray(argument)) {
    return `the "value" of a txn is a list of steps; write [["r", "x", null], ["${write}", "y", 1]].`
  }
  for (const [at, step] of (argument as readonly Json[]).entries()) {
    if (!Array.isArray(step) || step.length !== 3 || (step[0] !== 'r' && step[0] !== write)) {
      return `step ${at + 1} of this txn is neither ["r", key, null] nor ["${write}", key, value]; write one of them.`
    }
    if (step[1] === null) return `step ${at + 1} of this txn has no key; write one.`
    if (step[0] === 'append' && step[2] === null)
      return `step ${at + 1} of this txn appends nothing; write a value.`
  }
  return null
}

function answerComplaint(grammar: TransactionGrammar, asked: Steps, answer: Json): string | null {
  if (answer === null && asked.every(([f]) => f !== 'r')) return null
  const complaint = stepsComplaint(grammar, answer)
  if (complaint !== null) return complaint
  const steps = answer as Steps
  if (steps.length !== asked.length) {
    return `this txn has ${steps.length} steps, but ${asked.length} were invoked; give back the same ones.`
  }
  for (const [at, [f, key, value]] of steps.entries()) {
    const [askedF, askedKey, askedValue] = asked[at]
    const same = f === askedF && canonicalText(key) === canonicalText(askedKey)
    if (!same || (f !== 'r' && canonicalText(value) !== canonicalText(askedValue))) {
      return `step ${at + 1} of this txn is not the one that was invoked; give back the same steps, with what the reads returned.`
    }
    const ofRead = f === 'r' ? grammar.readComplaint(canonicalText(key), value) : null
    if (ofRead !== null) return ofRead
  }
  return null
}
