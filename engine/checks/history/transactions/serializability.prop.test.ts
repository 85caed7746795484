import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory } from '../check-history.ts'
import { historyModelNamed } from '../catalogue.ts'
import type { HistoryEvent, Json } from '../history-event.ts'
import { pairOperations } from '../pair-operations.ts'

/** Trying all orders takes its time on a busy machine. */
const PATIENCE_MS = 60_000
const RUNS = Number(process.env.RUNS ?? 1_000)

type Step = readonly [f: string, key: string, value: Json]

interface Alphabet {
  readonly model: string
  readonly empty: Json
  /** What a write makes of a state. */
  readonly write: (state: Json, value: number) => Json
  /** A step of a transaction; `serial` counts up. */
  readonly step: (pick: (below: number) => number, serial: number) => Step
  /** What a read may have returned. */
  readonly answer: (pick: (below: number) => number, written: readonly number[]) => Json
}

const lists: Alphabet = {
  model: 'list-append',
  empty: [],
  write: (state, value) => [...(state as Json[]), value],
  step: (pick, serial) => (pick(2) === 0 ? ['r', 'xy'[pick(2)], null] : ['append', 'xy'[pick(2)], serial]),
  answer: (pick, written) => written.filter(() => pick(4) > 0),
}

const registers = (values: number): Alphabet => ({
  model: 'rw-register',
  empty: null,
  write: (_, value) => value,
  step: (pick, serial) =>
    pick(2) === 0 ? ['r', 'xy'[pick(2)], null] : ['w', 'xy'[pick(2)], values === 0 ? serial : pick(values)],
  answer: (pick, written) => [null, ...written][pick(written.length + 1)],
})

/** Up to five transactions of up to three steps, all at the same time, with answers that may or may not be possible. */
function historyOf({ step, answer }: Alphabet, tape: readonly number[]): HistoryEvent[] {
  let at = 0
  const pick = (below: number): number => tape[at++ % tape.length] % below
  let serial = 0
  const asked = Array.from({ length: 2 + pick(4) }, () =>
    Array.from({ length: 1 + pick(3) }, () => step(pick, ++serial)),
  )
  const writtenTo = (key: string): number[] =>
    asked.flat().flatMap(([f, of, value]) => (f !== 'r' && of === key ? [value as number] : []))
  const invokes = asked.map((value, process) => ({ process, type: 'invoke' as const, f: 'txn', value }))
  const ends = asked.map((steps, process) => {
    const type = (['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'fail', 'info'] as const)[pick(8)]
    const answered = steps.map(([f, key, value]) => [
      f,
      key,
      f === 'r' ? answer(pick, writtenTo(key)) : value,
    ])
    return { process, type, f: 'txn', value: type === 'ok' ? answered : steps }
  })
  return [...invokes, ...ends].map((event, index) => ({ line: index + 1, ...event }))
}

/** Whether the transactions can be run one after the other in some order, those of unknown outcome or not. */
function isSerializable(alphabet: Alphabet, events: readonly HistoryEvent[]): boolean {
  const transactions = pairOperations(events, historyModelNamed(alphabet.model))
    .filter(({ outcome }) => outcome !== 'fail')
    .map(({ argument, answer, outcome }) => ({
      steps: (outcome === 'ok' && answer !== null ? answer : argument) as unknown as Step[],
      known: outcome === 'ok',
    }))
  const canFinish = (left: typeof transactions, state: Readonly<Record<string, Json>>): boolean => {
    if (left.every(({ known }) => !known)) return true
    return left.some((each) => {
      const after = { ...state }
      for (const [f, key, value] of each.steps) {
        const held = after[key] ?? alphabet.empty
        if (f !== 'r') after[key] = alphabet.write(held, value as number)
        else if (each.known && JSON.stringify(held) !== JSON.stringify(value)) return false
      }
      return canFinish(
        left.filter((other) => other !== each),
        after,
      )
    })
  }
  return canFinish(transactions, {})
}

const tapes = fc.array(fc.nat({ max: 839 }), { minLength: 30, maxLength: 60 })

for (const [title, alphabet] of [
  ['lists', lists],
  ['registers whose values are written once', registers(0)],
  ['registers whose values are written again', registers(3)],
] as const) {
  const judge = (events: readonly HistoryEvent[]) => checkHistory(historyModelNamed(alphabet.model), events)

  test(
    `The verdict about ${title} is that of trying all orders of up to five transactions`,
    { timeout: PATIENCE_MS },
    () => {
      const seen = { true: 0, false: 0 }
      fc.assert(
        fc.property(tapes, (tape) => {
          const events = historyOf(alphabet, tape)
          const serializable = isSerializable(alphabet, events)
          seen[`${serializable}`]++
          expect(judge(events).verdict, JSON.stringify(events)).toBe(serializable ? 'holds' : 'violated')
        }),
        { seed: Number(process.env.SEED ?? 5), numRuns: RUNS },
      )
      if (process.env.RUNS) console.log(title, seen)
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 20)
    },
  )

  test(
    `The witness about ${title} ends at the first line that no order explains`,
    { timeout: PATIENCE_MS },
    () => {
      fc.assert(
        fc.property(tapes, (tape) => {
          const events = historyOf(alphabet, tape)
          const { witness } = judge(events)
          if (witness === undefined) return
          // what had not ended by a line may still commit, with any answer
          const until = (line: number) => events.filter((event) => event.line <= line)
          expect(isSerializable(alphabet, until(witness.line))).toBe(false)
          expect(isSerializable(alphabet, until(witness.line - 1))).toBe(true)
        }),
        { numRuns: Math.ceil(RUNS / 3) },
      )
    },
  )
}
