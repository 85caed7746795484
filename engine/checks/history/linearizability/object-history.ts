import type { Operation } from '../history-event.ts'
import { type Values, canonicalText } from '../values.ts'
import type { SequentialObject, Step } from './sequential-object.ts'

/** Where an operation without a known outcome returns: after everything. */
export const NEVER_RETURNS = 0x7fffffff

/**
 * One object's history made ready for searching: calls and returns in real time, each pending operation in a slot of
 * its own while it is pending. What cannot matter is left out: what failed, and observations without an answer.
 */
export class ObjectHistory {
  readonly steps: readonly Step[]
  /** The operation that each step is of. */
  readonly operations: readonly Operation[]
  /** Whether the step must have happened. */
  readonly must: Uint8Array
  /** Calls (2 · step) and returns (2 · step + 1) in real time. The last one is a return. */
  readonly events: Int32Array
  readonly callAt: Int32Array
  readonly returnAt: Int32Array
  readonly slot: Int32Array
  /** The step that had the slot before, or -1. */
  readonly previousInSlot: Int32Array
  /** Steps of the same class are interchangeable but for their times. */
  readonly classOf: Int32Array
  readonly classes: number
  readonly slots: number

  /** Takes the history as it looked just after event `until`: what completed later is still pending. */
  constructor(object: SequentialObject, operations: readonly Operation[], values: Values, until: number) {
    const kept = keep(object, operations, values, until)
    const count = kept.length
    this.steps = kept.map(({ step }) => step)
    this.operations = kept.map(({ operation }) => operation)
    this.must = Uint8Array.from(kept, ({ operation }) => (returnsBy(operation, until) ? 1 : 0))
    this.callAt = new Int32Array(count)
    this.returnAt = new Int32Array(count).fill(NEVER_RETURNS)
    this.events = this.#order(until)
    this.slot = new Int32Array(count)
    this.previousInSlot = new Int32Array(count)
    this.slots = this.#assignSlots()
    this.classOf = new Int32Array(count)
    this.classes = this.#classify()
  }

  #order(until: number): Int32Array {
    const moments: { at: number; event: number }[] = []
    for (const [step, operation] of this.operations.entries()) {
      moments.push({ at: operation.invokedAt, event: 2 * step })
      if (returnsBy(operation, until)) moments.push({ at: operation.completedAt, event: 2 * step + 1 })
    }
    moments.sort((a, b) => a.at - b.at)
    // calls after the last return constrain nothing
    while (moments.length > 0 && moments[moments.length - 1].event % 2 === 0) moments.pop()
    this.callAt.fill(moments.length)
    for (const [position, { event }] of moments.entries()) {
      if (event % 2 === 0) this.callAt[event >> 1] = position
      else this.returnAt[event >> 1] = position
    }
    return Int32Array.from(moments, ({ event }) => event)
  }

  #assignSlots(): number {
    const free: number[] = []
    const owner: number[] = []
    for (const event of this.events) {
      const step = event >> 1
      if (event % 2 === 1) free.push(this.slot[step])
      else {
        const slot = free.pop() ?? owner.length
        this.slot[step] = slot
        this.previousInSlot[step] = owner[slot] ?? -1
        owner[slot] = step
      }
    }
    return owner.length
  }

  #classify(): number {
    const classes = new Map<Step['next'], Map<string, number>>()
    let count = 0
    for (const [index, step] of this.steps.entries()) {
      const ofKind = classes.get(step.next) ?? new Map<string, number>()
      classes.set(step.next, ofKind)
      const values = `${step.first} ${step.second}`
      if (!ofKind.has(values)) ofKind.set(values, count++)
      this.classOf[index] = ofKind.get(values)!
    }
    return count
  }
}

function keep(object: SequentialObject, operations: readonly Operation[], values: Values, until: number) {
  const kept: { step: Step; operation: Operation }[] = []
  for (const operation of operations) {
    if (operation.invokedAt > until) break
    if (operation.outcome === 'fail') continue
    const pending = operation.outcome === 'ok' && operation.completedAt > until
    const known: Operation = pending
      ? { ...operation, outcome: 'unknown', answer: null, succeeded: true }
      : operation
    const step = object.operations[operation.f].step(known, values)
    if (step !== null) kept.push({ step, operation })
  }
  return kept
}

function returnsBy(operation: Operation, until: number): boolean {
  return operation.outcome === 'ok' && operation.completedAt <= until
}

/** The operations of each object apart, in the order in which the objects first appear. */
export function byKey(operations: readonly Operation[]): Operation[][] {
  const keys = new Map<string, Operation[]>()
  for (const operation of operations) {
    const key = canonicalText(operation.key)
    const ofKey = keys.get(key)
    if (ofKey === undefined) keys.set(key, [operation])
    else ofKey.push(operation)
  }
  return [...keys.values()]
}
