import type { Value } from '../../algorithms/replication/replica.ts'

/**
 * Rows as they are stored. A plain row is one number, its version above 22 bits of content: comparing and copying it costs nothing.
 * An account is text, `version|balance|steps`, with the latest steps that it took part in: they move with it.
 */
const CONTENT_SPAN = 4_194_304
/** Steps that an account remembers; a saga repeats a step within seconds. */
const STEPS = 24

export interface Account {
  readonly version: number
  readonly balance: number
  readonly steps: readonly string[]
}

export const plainRow = (version: number, content: number): number =>
  version * CONTENT_SPAN + (content % CONTENT_SPAN)

/** What was written last; 0 before anything was. */
export const contentOf = (row: number): number => row % CONTENT_SPAN

/** Each write of a row raises it, on whatever shard the row is; -1 for a row that is not there. */
export function versionOf(row: Value | undefined): number {
  if (typeof row === 'number') return Math.floor(row / CONTENT_SPAN)
  return typeof row === 'string' ? Number.parseInt(row, 10) : -1
}

export function accountOf(row: string): Account {
  const [version, balance, steps] = row.split('|')
  return { version: Number(version), balance: Number(balance), steps: steps === '' ? [] : steps.split(',') }
}

export function accountRow({ version, balance, steps }: Account): string {
  return `${version}|${balance}|${steps.slice(-STEPS).join(',')}`
}
