/** A plain value as JSON text that is the same however the fields of its objects are ordered; what is undefined is left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    typeof each !== 'object' || each === null || Array.isArray(each) ? each : inOrder(each),
  )
}

const inOrder = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
