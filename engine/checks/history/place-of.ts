import type { Operation } from './history-event.ts'
import type { CheckOptions } from './history-model.ts'

/** Where an operation stands in its history, for people: by lines of the file, or by times in nanoseconds. */
export function placeOf(
  { invoke, completion, outcome }: Operation,
  places: NonNullable<CheckOptions['places']>,
): string {
  if (places === 'times') {
    const from = millis(invoke.time)
    return outcome === 'unknown'
      ? `from ${from} ms, outcome unknown`
      : `${from} to ${millis(completion!.time)} ms`
  }
  if (outcome === 'unknown') return `line ${invoke.line}, outcome unknown`
  return `lines ${invoke.line} to ${completion!.line}`
}

/** Nanoseconds as milliseconds, for people. */
export function millis(nanos: number | undefined): string {
  return nanos === undefined ? '?' : (nanos / 1_000_000).toFixed(3)
}
