// Rows of the page's suite: what was measured, in which unit, and the target that stands beside it.

/**
 * A row; `target` is `{ atLeast }` or `{ atMost }` in the row's unit, `longTasks` is `{ count, longestMs }` where tasks were watched.
 * Like the rows of all suites it says its operations a second too: frames, or how often such a thing could be done.
 */
export function pageRow({ name, value, unit, target, perSecond, longTasks = null, note = '' }) {
  const sorted = perSecond.toSorted((a, b) => a - b)
  const opsPerSecond = { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted.at(-1) }
  return { suite: 'page', name, opsPerSecond, peers: {}, value, unit, target, longTasks, note }
}

/** The row of what could not be measured. */
export function failedRow(name, error) {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  const nothing = { value: null, unit: '', target: null, perSecond: [0] }
  return pageRow({ name, ...nothing, note: `not measured: ${reason}` })
}

/** The row of so many repetitions that are to be short. */
export function timesRow(name, took, atMost, note = '') {
  const middle = took.toSorted((a, b) => a - b)[took.length >> 1]
  const spread = `median of ${took.length}, slowest ${Math.max(...took).toFixed(0)} ms`
  return pageRow({
    name,
    value: middle,
    unit: 'ms',
    target: { atMost },
    perSecond: took.map((ms) => 1_000 / ms),
    note: note === '' ? spread : `${spread}; ${note}`,
  })
}
