/** The same numbers at the beginning of a longer array. */
export function longer<Row extends Float64Array | Int32Array>(row: Row, length: number): Row {
  const copy = row instanceof Float64Array ? new Float64Array(length) : new Int32Array(length)
  copy.set(row)
  return copy as Row
}
