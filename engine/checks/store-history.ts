import { compareTimestamps, type HybridTimestamp } from '../algorithms/clock/hybrid-logical-clock.ts'
import type { Nanos } from '../lib/units.ts'
import { FAILURES, type Failure } from '../schema/failures.ts'
import type { HistoryEvent, Json, Operation } from './history/history-event.ts'

/** The fact `client-ask`, as far as histories of a key-value store need it. */
export interface StoreAsk {
  readonly request: number
  readonly client: number
  readonly op: string
  readonly key: number
  readonly body: unknown
}

/** The fact `client-answer`. */
export interface StoreAnswer extends StoreAsk {
  readonly ok: boolean
  readonly failure: string | null
  readonly value: unknown
  readonly attempts: number
}

/** Keys beyond these are not recorded, and no more of a key at a time: what a search can decide while the run goes on. */
const KEYS = 30
const MOST = 250
/** From so many operations on a window may end. */
const WINDOW = 100

/** What clients saw of one key, from a moment at which its value is known. */
export class KeyWindow {
  /** What the key held when the window began; null: nothing. */
  initial: Json = null
  operations: Operation[] = []
  /** Something has been answered since the window was judged last. */
  changed = false
  readonly #open = new Map<number, { operation: Operation; triesMost: number }>()

  begin(request: number, operation: Operation, triesMost: number): void {
    // What is answered from now on may be due to what is not recorded: it stays without an outcome.
    if (this.operations.length >= MOST) return this.#open.clear()
    this.operations.push(operation)
    this.#open.set(request, { operation, triesMost })
  }

  /** The operation of a request that has been answered; undefined when it is not recorded. */
  end(request: number): Operation | undefined {
    const open = this.#open.get(request)
    if (open === undefined) return undefined
    this.#open.delete(request)
    this.changed = true
    return open.operation
  }

  /** All operations by the order of their beginning. What is still under way may have been tried several times already. */
  all(): Operation[] {
    const again = [...this.#open.values()].flatMap(({ operation, triesMost }) =>
      operation.f === 'get' ? [] : Array.from({ length: triesMost - 1 }, () => ({ ...operation })),
    )
    return [...this.operations, ...again].sort((a, b) => a.invokedAt - b.invokedAt)
  }

  /**
   * Begins anew where the value is known: nothing is under way, and the last to begin was a read that began when all others had been
   * answered. What may or may not have happened may still happen.
   */
  beginAnew(): void {
    if (this.operations.length < WINDOW || this.operations.length >= MOST || this.#open.size > 0) return
    const last = this.operations.reduce((a, b) => (b.invokedAt > a.invokedAt ? b : a))
    if (last.f !== 'get' || last.outcome !== 'ok') return
    const alone = this.operations.every(
      (other) => other === last || other.outcome !== 'ok' || other.completedAt < last.invokedAt,
    )
    if (!alone) return
    this.initial = last.answer
    this.operations = this.operations.filter(({ f, outcome }) => f !== 'get' && outcome === 'unknown')
  }
}

/**
 * The history of some keys of a store as its clients know it, bounded: window by window. A write that was tried more than once may have
 * taken effect more than once, so each further try counts as a write of unknown outcome; a read that was shown siblings counts as one
 * of the latest.
 */
export class StoreHistory {
  readonly windows = new Map<number, KeyWindow>()
  #events = 0

  /** `triesMost`: so often its client may send it before it gives up. */
  asked({ request, client, op, key, body }: StoreAsk, now: Nanos, triesMost = 1): void {
    const window = this.windows.get(key) ?? (this.windows.size < KEYS ? new KeyWindow() : undefined)
    if (window === undefined) return
    this.windows.set(key, window)
    const written = op === 'write' ? valueOf(client, body) : undefined
    window.begin(request, begun(client, op, key, written, this.#next(now)), triesMost)
  }

  answered({ request, key, ok, failure, value, attempts }: StoreAnswer, now: Nanos): void {
    const window = this.windows.get(key)
    const operation = window?.end(request)
    if (window === undefined || operation === undefined) return
    const { process, f, argument, invoke } = operation
    if (f !== 'get')
      for (let again = 1; again < attempts; again++)
        window.operations.push(begun(process, f, key, argument, invoke))
    const hasFailed = attempts === 1 && isCertain(failure)
    operation.outcome = ok ? 'ok' : hasFailed ? 'fail' : 'unknown'
    operation.completion = this.#next(now)
    if (!ok) return
    operation.completedAt = operation.completion.line
    operation.answer = f === 'get' ? shown(value) : null
  }

  #next(now: Nanos): Pick<HistoryEvent, 'line' | 'time'> & HistoryEvent {
    this.#events += 1
    return { line: this.#events, process: 0, type: 'info', f: '', time: now }
  }
}

function begun(
  process: Operation['process'],
  op: string,
  key: number,
  argument: Json | undefined,
  invoke: HistoryEvent,
): Operation {
  const f = op === 'read' || op === 'get' ? 'get' : op === 'delete' ? 'delete' : 'put'
  const open = {
    outcome: 'unknown' as const,
    answer: null,
    succeeded: true,
    completedAt: Infinity,
    completion: undefined,
  }
  return { process, f, key, argument, ...open, invokedAt: invoke.line, invoke }
}

/** What the store will show of a write: nobody else writes the same. */
function valueOf(client: number, body: unknown): string {
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : body
  return `u${client}#${String(value)}`
}

/** Whether a failure says that it certainly did not happen. */
function isCertain(failure: string | null): boolean {
  return failure !== null && FAILURES[failure as Failure].definite
}

interface Reading {
  readonly siblings: readonly { readonly value: string | null; readonly stamp: HybridTimestamp }[]
}

function shown(value: unknown): string | null {
  let latest: Reading['siblings'][number] | null = null
  for (const sibling of (value as Reading).siblings)
    if (latest === null || compareTimestamps(sibling.stamp, latest.stamp) > 0) latest = sibling
  return latest?.value ?? null
}
