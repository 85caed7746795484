import type { Values } from '../values.ts'
import type { SequentialObject } from './sequential-object.ts'

/** What all searches of one check share. */
export interface CheckScope {
  readonly object: SequentialObject
  readonly values: Values
  /** The first state of every key. */
  readonly start: number
}
