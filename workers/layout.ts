import { expose } from 'comlink'
import type { Document } from '../engine/schema/document.ts'
import { placesOf } from './places-of.ts'

/** What the page asks of the layout worker. */
const api = {
  /** Where each node should stand, in cells of the grid. */
  places: (document: Pick<Document, 'nodes' | 'edges'>) => placesOf(document),
}
export type LayoutApi = typeof api

expose(api)
