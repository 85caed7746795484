import type { Json, Operation } from './history/history-event.ts'
import type { ClientAnswerFact, ClientAskFact } from './configuration-facts.ts'

/** Keys beyond these are not recorded, and no more of a key at a time: checking has to keep up with the run. */
const KEYS = 6
const WINDOW = 60
const MOST = 400

/** What clients saw of one key, from a moment at which its value is known. */
export class KeyWindow {
  initial: Json = null
  operations: Operation[] = []
  changed = false
  readonly #open = new Map<number, Operation>()
  #clock = 0

  asked(ask: ClientAskFact, now: number): void {
    // What is answered from now on may be due to what is not recorded: it stays without an outcome.
    if (this.operations.length >= MOST) this.#open.clear()
    if (this.operations.length >= MOST) return
    const place = this.#clock++
    const operation: Operation = {
      process: `${ask.client}/${ask.request}`,
      f: ask.op === 'get' ? 'read' : ask.op === 'put' ? 'write' : 'cas',
      key: `flag ${ask.key}`,
      argument: ask.body as Json,
      outcome: 'unknown',
      answer: null,
      succeeded: true,
      invokedAt: place,
      completedAt: Infinity,
      invoke: { line: place + 1, process: ask.client, type: 'invoke', f: ask.op, time: now },
      completion: undefined,
    }
    this.operations.push(operation)
    this.#open.set(ask.request, operation)
  }

  answered(answer: ClientAnswerFact, definite: boolean, now: number): void {
    const operation = this.#open.get(answer.request)
    if (operation === undefined) return
    this.#open.delete(answer.request)
    const place = this.#clock++
    this.changed = true
    operation.completion = { line: place + 1, process: answer.client, type: 'ok', f: answer.op, time: now }
    if (!answer.ok) {
      operation.outcome = definite ? 'fail' : 'unknown'
      return
    }
    const value = answer.value as { value?: Json; succeeded?: boolean }
    operation.outcome = 'ok'
    operation.completedAt = place
    operation.answer = value.value ?? null
    operation.succeeded = value.succeeded !== false
  }

  /**
   * Begins anew where the value is known: nothing is under way, and the last to begin was a read. What may or may not have
   * happened may still happen.
   */
  beginAnew(): void {
    const last = this.operations[this.operations.length - 1]
    if (this.operations.length < WINDOW || this.operations.length >= MOST || this.#open.size > 0) return
    if (last.f !== 'read' || last.outcome !== 'ok') return
    const alone = this.operations.every(
      (other) => other === last || other.outcome !== 'ok' || other.completedAt < last.invokedAt,
    )
    if (!alone) return
    this.initial = last.answer
    this.operations = this.operations.filter(({ f, outcome }) => f !== 'read' && outcome === 'unknown')
  }
}

/** What clients saw of some keys. */
export class ConfigurationHistory {
  readonly windows = new Map<number, KeyWindow>()

  of(key: number): KeyWindow | undefined {
    const known = this.windows.get(key)
    if (known !== undefined || this.windows.size >= KEYS) return known
    const window = new KeyWindow()
    this.windows.set(key, window)
    return window
  }
}
