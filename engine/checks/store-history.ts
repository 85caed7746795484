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

/** Operations that are kept of one key: what a search can decide while the run goes on. */
const OPERATIONS_A_KEY = 250
const KEYS = 30

/**
 * The history of some keys of a store as its clients know it, bounded. A write that was tried more than once may have taken effect
 * more than once, so each further try counts as a write of unknown outcome; a read that was shown siblings counts as one of the
 * latest.
 */
export class StoreHistory {
  readonly #operations = new Map<number, Operation[]>()
  readonly #open = new Map<number, { operation: Operation; triesMost: number }>()
  #events = 0

  /** `triesMost`: so often its client may send it before it gives up. */
  asked({ request, client, op, key, body }: StoreAsk, now: Nanos, triesMost = 1): void {
    const kept = this.#operations.get(key) ?? []
    if (kept.length === 0 && this.#operations.size >= KEYS) return
    if (kept.length >= OPERATIONS_A_KEY) return
    this.#operations.set(key, kept)
    const operation = begun(
      client,
      op,
      key,
      op === 'write' ? valueOf(client, body) : undefined,
      this.#next(now),
    )
    kept.push(operation)
    this.#open.set(request, { operation, triesMost })
  }

  answered({ request, ok, failure, value, attempts }: StoreAnswer, now: Nanos): void {
    const operation = this.#open.get(request)?.operation
    if (operation === undefined) return
    this.#open.delete(request)
    const kept = this.#operations.get(operation.key as number)!
    if (operation.f !== 'get')
      for (let again = 1; again < attempts; again++)
        kept.push(
          begun(
            operation.process,
            operation.f,
            operation.key as number,
            operation.argument,
            operation.invoke,
          ),
        )
    const hasFailed = attempts === 1 && isCertain(failure)
    operation.outcome = ok ? 'ok' : hasFailed ? 'fail' : 'unknown'
    operation.completion = this.#next(now)
    if (!ok) return
    operation.completedAt = operation.completion.line
    operation.answer = operation.f === 'get' ? shown(value) : null
  }

  /** All operations by the order of their beginning. What is still under way may have been tried several times already. */
  operations(): Operation[] {
    const again = [...this.#open.values()].flatMap(({ operation, triesMost }) =>
      operation.f === 'get' ? [] : Array.from({ length: triesMost - 1 }, () => ({ ...operation })),
    )
    return [...this.#operations.values(), again].flat().sort((a, b) => a.invokedAt - b.invokedAt)
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
