import { HistoryError } from './history-error.ts'
import type { HistoryEvent } from './history-event.ts'
import type { HistoryModel } from './history-model.ts'
import { pairOperations } from './pair-operations.ts'
import { readEvent } from './read-event.ts'

/**
 * Reads a history: one JSON object a line, blank lines ignored. Checks every line against the model and that
 * invocations and completions fit together; throws `HistoryError`, whose sentence names the line.
 */
export function parseHistory(text: string, model: HistoryModel): HistoryEvent[] {
  const events: HistoryEvent[] = []
  let line = 0
  let start = text.startsWith('\uFEFF') ? 1 : 0 // a byte order mark
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    line++
    const content = text.slice(start, end).trim()
    if (content !== '') events.push(readEvent(parseLine(content, line), line, model))
    start = end + 1
  }
  pairOperations(events, model)
  return events
}

function parseLine(content: string, line: number): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw new HistoryError(
      line,
      'this is not JSON; write one object a line, such as {"process": 0, "type": "invoke", "f": "read", "time": 1}.',
    )
  }
}
