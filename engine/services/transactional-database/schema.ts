import { assert } from '../../lib/assert.ts'
import type { MvccStore } from '../../algorithms/txn/mvcc-store.ts'

/** Sizes that a schema is made for. */
export interface SchemaSizes {
  /** Whether the check constraints are in force. */
  checks: boolean
  rooms: number
  nights: number
  unitsPerRoom: number
  overbookingPercent: number
  accounts: number
  openingCents: number
}

/** Tables with their first contents. Each file in `schemas/` exports one as `schema`. */
export interface Schema {
  name: string
  create(store: MvccStore, sizes: SchemaSizes): void
  /** Puts the check constraints in force or lifts them. No transaction may be open. */
  constrain(store: MvccStore, checks: boolean): void
  /** Brings the rows that are there in line with other sizes. No transaction may be open. */
  resize(store: MvccStore, sizes: SchemaSizes): void
}

const files = import.meta.glob<{ schema: Schema }>('./schemas/*.ts', { eager: true })

/** The schema of that name. */
export function schemaNamed(name: string): Schema {
  const found = Object.values(files).find(({ schema }) => schema.name === name)
  assert(found !== undefined, 'the schema is one of the catalogue')
  return found.schema
}
