import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { KindDescription } from '../../engine/services/describe-kind.ts'

/** What the engine has to offer, as it told the page: the page itself holds none of the engine's code. */
export interface Catalogue {
  /** The kinds of what has been open, by name. */
  kinds: ReadonlyMap<string, KindDescription>
  /** Whether these are all kinds that there are. */
  complete: boolean
  /** Slugs of the designs that run. */
  running: readonly string[]
  /** What each of them is about, in a sentence; empty until the gallery asked. */
  summaries: Readonly<Record<string, string>>
}

export const catalogueStore = createStore<Catalogue>(() => ({
  kinds: new Map(),
  complete: false,
  running: [],
  summaries: {},
}))

export const useCatalogue = <T>(selector: (catalogue: Catalogue) => T): T =>
  useStore(catalogueStore, selector)

/** Takes the kinds that something brings in; most edits bring none, and all cards look up what is known of kinds. */
export function takeKinds(kinds: readonly KindDescription[]): void {
  if (kinds.length === 0) return
  catalogueStore.setState({ kinds: joined(kinds) })
}

/** Takes every kind that there is. */
export function takeAllKinds(kinds: readonly KindDescription[]): void {
  catalogueStore.setState({ kinds: joined(kinds), complete: true })
}

/** A kind by name; undefined for one that there is not. */
export const kindOf = (kind: string): KindDescription | undefined => catalogueStore.getState().kinds.get(kind)

const joined = (kinds: readonly KindDescription[]): Catalogue['kinds'] =>
  new Map([...catalogueStore.getState().kinds, ...kinds.map((kind) => [kind.kind, kind] as const)])
