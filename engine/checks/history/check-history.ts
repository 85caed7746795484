import type { HistoryEvent } from './history-event.ts'
import type { CheckOptions, HistoryModel, HistoryResult } from './history-model.ts'
import { pairOperations } from './pair-operations.ts'

/**
 * Judges a history by its model: `holds`, `violated` with a witness, or `unknown` when the state budget was spent first.
 * An empty history holds. Throws `HistoryError` when events do not fit together or `initial` is no state of the model.
 */
export function checkHistory(
  model: HistoryModel,
  events: readonly HistoryEvent[],
  options: CheckOptions = {},
): HistoryResult {
  return model.check(pairOperations(events, model), options)
}
