import { useEffect } from 'react'
import { afterPainting } from '../ui/after-painting.ts'
import type { CanvasLive } from './canvas-live.ts'
import type { FlightScene } from './draw-flights.ts'
import { NOTHING_HELD } from './held-graph.ts'
import { heldEdgeLooks } from './held-edge-looks.ts'
import { heldStore } from './held-store.ts'
import { tell } from './tell-painter.ts'

/** Tells the painter where all `cards` are, and what runs and is drawn otherwise while some of them are held. */
export function useTellHeld(cards: FlightScene['cards'], live: CanvasLive, dark: boolean): void {
  useEffect(() => {
    const tellHeld = () => {
      const held = heldStore.getState()
      const heldEdges = heldEdgeLooks(held.edges, live, dark)
      tell({ heldPaths: held.paths, heldEdges, cards: held.cards ?? cards })
    }
    tellHeld()
    let forget = () => {}
    const leave = heldStore.subscribe((held) => {
      forget()
      // Edges that are let go are in both drawings until the page has painted them, and in none at no time.
      if (held === NOTHING_HELD) forget = afterPainting(tellHeld)
      else tellHeld()
    })
    return () => {
      forget()
      leave()
    }
  }, [cards, live, dark])
}
