// Rows of the page's suite: what was measured, in which unit, and the target that stands beside it.

/** A row; `target` is `{ atLeast }` or `{ atMost }` in the row's unit, `longTasks` is `{ count, longestMs }` where tasks were watched. */
export function pageRow({ name, value, unit, target, longTasks = null, note = '' }) {
  return { suite: 'page', name, value, unit, target, longTasks, note }
}

/** The row of what could not be measured. */
export function failedRow(name, error) {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return pageRow({ name, value: null, unit: '', target: null, note: `not measured: ${reason}` })
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
    note: note === '' ? spread : `${spread}; ${note}`,
  })
}
