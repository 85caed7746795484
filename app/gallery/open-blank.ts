import type { Document } from '../../engine/schema/document.ts'
import { session } from '../state/session.ts'
import { uiStore } from '../state/ui-store.ts'

const BLANK: Document = {
  version: 1,
  title: 'Untitled',
  nodes: {},
  edges: [],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

/** A sheet with nothing on it, running already: what is added begins to work at once. */
export async function openBlank(): Promise<void> {
  uiStore.setState({ leftTab: 'build' })
  await session.open(BLANK, { play: true })
}
