import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import type { EngineDescription } from '../../workers/api.ts'

/** What the engine has to offer, as it told the page: the page itself holds none of the engine's code. */
export interface Catalogue {
  /** Every kind by name. */
  kinds: ReadonlyMap<string, KindDescription>
  /** Slugs of the designs that run. */
  running: readonly string[]
  /** What each of them is about, in a sentence; empty until the gallery asked. */
  summaries: Readonly<Record<string, string>>
}

export const catalogueStore = createStore<Catalogue>(() => ({ kinds: new Map(), running: [], summaries: {} }))

export const useCatalogue = <T>(selector: (catalogue: Catalogue) => T): T =>
  useStore(catalogueStore, selector)

/** Takes what the engine told. Happens before anything is open. */
export function takeDescription({ kinds, running }: EngineDescription): void {
  catalogueStore.setState({ kinds: new Map(kinds.map((kind) => [kind.kind, kind])), running })
}

/** A kind by name; undefined for one that there is not. */
export const kindOf = (kind: string): KindDescription | undefined => catalogueStore.getState().kinds.get(kind)
