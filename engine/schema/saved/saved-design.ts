import type { Command, Document } from '../document.ts'
import type { GraphEdit } from '../edit/graph-edit.ts'

/**
 * A design on its way through a file, a link or the browser's storage, with all that is needed to do its run again. Version 1 was
 * the document alone.
 */
export interface SavedDesign {
  format: 'breakwater'
  version: 2
  /** The slug of the design it began as: its switches, scenarios and guide belong to it. Null when it began as nothing. */
  basedOn: string | null
  /** What the run began with; null when that is the catalogue's document of `basedOn` with `edits`. */
  document: Document | null
  edits: GraphEdit[]
  seed: number
  log: Command[]
  /** The instant that the run had reached. */
  atNanos: number
  /** Its digest then; null when that is not known. */
  digest: string | null
  /** What a person has arranged since, of which the run has not heard: positions, names. */
  arrangement: GraphEdit[]
}
