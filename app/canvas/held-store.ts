import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Point, Rect } from './geometry.ts'
import { NOTHING_HELD, type HeldGraph } from './held-graph.ts'

/**
 * What is drawn otherwise while cards are held. It is beside the graph and not part of it: each step of a drag draws the held cards and
 * their edges, and does not go through all that stands still.
 */
export const heldStore = createStore<HeldGraph>(() => NOTHING_HELD)

/** How far a card is off where it stands; undefined when it is not held. */
export const useHeldOffset = (id: string): Point | undefined =>
  useStore(heldStore, ({ offsets }) => offsets.get(id))

/** Whether an edge may run otherwise as long as cards are held. */
export const useIsEdgeHeld = (id: string): boolean => useStore(heldStore, ({ edges }) => edges.has(id))

/** The frame of a region as it is now; undefined when no card is held. */
export const useHeldRegion = (name: string): Rect | undefined =>
  useStore(heldStore, ({ regions }) => regions.get(name))
