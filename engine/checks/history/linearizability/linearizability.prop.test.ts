import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory } from '../check-history.ts'
import type { HistoryEvent, Json, Operation } from '../history-event.ts'
import type { HistoryModel } from '../history-model.ts'
import { model as casRegister } from '../models/cas-register.ts'
import { model as kv } from '../models/kv.ts'
import { model as mutex } from '../models/mutex.ts'
import { model as register } from '../models/register.ts'
import { pairOperations } from '../pair-operations.ts'

const RUNS = Number(process.env.RUNS ?? 1500)

/** A history from a tape of small numbers, with outcomes that may or may not be possible. */
interface Alphabet {
  readonly model: HistoryModel
  readonly initial: Json
  invoke(pick: (below: number) => number): { f: string; key?: Json; value?: Json }
  answer(f: string, pick: (below: number) => number): { value?: Json; result?: boolean }
  /** A naive sequential object: the next state, or undefined when the outcome is impossible. */
  apply(state: Json, operation: Operation): Json | undefined
}

const NUMBERS: Json[] = [null, 1, 2, 3]

function applyRegister(
  state: Json,
  { f, argument, answer, outcome, succeeded }: Operation,
): Json | undefined {
  if (f === 'write') return argument!
  if (f === 'read') return outcome !== 'ok' || answer === state ? state : undefined
  const [from, to] = argument as [Json, Json]
  if (outcome !== 'ok') return state === from ? to : state
  if (succeeded) return state === from ? to : undefined
  return state === from ? undefined : state
}

const ofRegister: Alphabet = {
  model: register,
  initial: null,
  invoke: (pick) => (pick(2) === 0 ? { f: 'read' } : { f: 'write', value: NUMBERS[1 + pick(3)] }),
  answer: (f, pick) => (f === 'read' ? { value: NUMBERS[pick(4)] } : {}),
  apply: applyRegister,
}

const ofCasRegister: Alphabet = {
  model: casRegister,
  initial: 1,
  invoke(pick) {
    const kind = pick(5)
    if (kind < 2) return { f: 'read' }
    if (kind === 2) return { f: 'write', value: NUMBERS[pick(3)] }
    return { f: 'cas', value: [NUMBERS[pick(3)], NUMBERS[pick(3)]] }
  },
  answer(f, pick) {
    if (f === 'read') return { value: NUMBERS[pick(3)] }
    return f === 'cas' ? { result: pick(3) > 0 } : {}
  },
  apply: applyRegister,
}

const TEXTS: Json[] = [null, '', 'a', 'b', 'ab', 'ba', 'aa', 'bab']

const ofKv: Alphabet = {
  model: kv,
  initial: null,
  invoke(pick) {
    const f = ['get', 'get', 'put', 'append', 'append', 'delete'][pick(6)]
    const key = 'xy'[pick(6) === 0 ? 1 : 0]
    return f === 'get' || f === 'delete' ? { f, key } : { f, key, value: ['a', 'b'][pick(2)] }
  },
  answer: (f, pick) => (f === 'get' ? { value: TEXTS[pick(TEXTS.length)] } : {}),
  apply(state, { f, argument, answer, outcome }) {
    if (f === 'get') return outcome !== 'ok' || answer === state ? state : undefined
    if (f === 'put') return argument!
    return f === 'delete' ? null : `${state === null ? '' : (state as string)}${argument as string}`
  },
}

const ofMutex: Alphabet = {
  model: mutex,
  initial: null,
  invoke: (pick) => ({ f: pick(2) === 0 ? 'acquire' : 'release' }),
  answer: () => ({}),
  apply(state, { f, outcome }) {
    const held = state === true
    if (held === (f === 'release')) return !held
    return outcome === 'ok' ? undefined : state
  },
}

/** Turns a tape into at most `most` operations of four processes. */
function historyOf(alphabet: Alphabet, tape: readonly number[], most: number): HistoryEvent[] {
  const events: HistoryEvent[] = []
  const open = new Map<number, HistoryEvent>()
  let invoked = 0
  let at = 0
  const pick = (below: number): number => tape[at++ % tape.length] % below
  while (at < tape.length) {
    const process = pick(4)
    const running = open.get(process)
    const line = events.length + 1
    if (running === undefined) {
      if (invoked++ >= most) continue
      const event: HistoryEvent = { line, process, type: 'invoke', ...alphabet.invoke(pick) }
      events.push(event)
      open.set(process, event)
    } else {
      const type = (['ok', 'ok', 'ok', 'ok', 'ok', 'fail', 'info'] as const)[pick(7)]
      const answer = type === 'ok' ? alphabet.answer(running.f, pick) : {}
      events.push({ line, process, type, f: running.f, ...answer })
      open.delete(process)
    }
  }
  return events
}

/** Tries every order of the operations of every key. */
function bruteForce(alphabet: Alphabet, events: readonly HistoryEvent[]): boolean {
  const operations = pairOperations(events, alphabet.model).filter(({ outcome }) => outcome !== 'fail')
  const keys = new Set(operations.map(({ key }) => key))
  return [...keys].every((key) =>
    canFinish(
      alphabet,
      operations.filter((operation) => operation.key === key),
      alphabet.initial,
    ),
  )
}

function canFinish(alphabet: Alphabet, left: readonly Operation[], state: Json): boolean {
  if (left.every(({ outcome }) => outcome === 'unknown')) return true
  const firstReturn = Math.min(...left.map(({ completedAt }) => completedAt))
  return left.some((operation) => {
    if (operation.invokedAt > firstReturn) return false
    const next = alphabet.apply(state, operation)
    if (next === undefined) return false
    return canFinish(
      alphabet,
      left.filter((other) => other !== operation),
      next,
    )
  })
}

const tapes = fc.array(fc.nat({ max: 59 }), { minLength: 8, maxLength: 64 })

for (const alphabet of [ofRegister, ofCasRegister, ofKv, ofMutex]) {
  const { name } = alphabet.model
  test(`The verdict about a ${name} is that of trying all orders of up to seven operations`, () => {
    const seen = { holds: 0, violated: 0 }
    fc.assert(
      fc.property(tapes, (tape) => {
        const events = historyOf(alphabet, tape, 7)
        const expected = bruteForce(alphabet, events) ? 'holds' : 'violated'
        seen[expected]++
        const { verdict } = checkHistory(alphabet.model, events, { initial: alphabet.initial })
        expect(verdict).toBe(expected)
      }),
      { seed: Number(process.env.SEED ?? 1), numRuns: RUNS },
    )
    if (process.env.RUNS) console.log(name, seen)
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(RUNS / 10)
  })

  test(`The witness about a ${name} ends at the first line that cannot be explained`, () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const events = historyOf(alphabet, tape, 7)
        const { witness } = checkHistory(alphabet.model, events, { initial: alphabet.initial })
        if (witness === undefined) return
        // an operation that failed later did not happen, and that is known from the start
        const failed = new Set(
          pairOperations(events, alphabet.model)
            .filter(({ outcome }) => outcome === 'fail')
            .flatMap(({ invoke, completion }) => [invoke, completion!]),
        )
        const until = (line: number) => events.filter((event) => event.line <= line && !failed.has(event))
        expect(bruteForce(alphabet, until(witness.line))).toBe(false)
        expect(bruteForce(alphabet, until(witness.line - 1))).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })
}
