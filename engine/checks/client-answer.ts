import type { Nanos } from '../lib/units.ts'

/** The fact `client-answer`, as far as histories of reads and writes need it: a request has ended for its user. */
export interface ClientAnswer {
  client: number
  op: string
  key: number
  /** What a write wrote. No two writes write the same. */
  body: unknown
  ok: boolean
  /** What a read returned. */
  value: unknown
  /** When the user wanted it. */
  intendedAt: Nanos
}

export const isWrite = ({ op }: ClientAnswer): boolean => op === 'write' || op === 'create'

export const seconds = (nanos: Nanos): string => `${(nanos / 1e9).toFixed(3)} s`
