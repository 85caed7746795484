import { useMemo, useRef } from 'react'
import type { Document } from '../../engine/schema/document.ts'
import type { LaneDescription } from '../../workers/api.ts'
import { useCatalogue } from '../state/catalogue.ts'
import { cardMaker } from './card-maker.ts'
import { cardsOf, graphOf, type CanvasGraph } from './graph.ts'
import { keepSame } from './keep-same.ts'
import { rerouteEdges, routeEdges } from './route-edges.ts'
import type { RoundedPath } from './rounded-path.ts'

/**
 * What is drawn for a document; objects stay the same where nothing about them has changed. `shown` is the document with cards where they
 * are held: all edges are routed when a document comes, and of one that is only shown those that it moves.
 */
export function useGraph(
  document: Document,
  shown: Document,
  lane: Pick<LaneDescription, 'columns' | 'links'>,
): CanvasGraph {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  const { columns, links } = lane
  // oxlint-disable-next-line react/exhaustive-deps -- cards show what is known of their kinds
  const cardOf = useMemo(() => cardMaker(columns), [columns, kinds])
  const settledRef = useRef<ReadonlyMap<string, RoundedPath>>(undefined)
  const settled = useMemo(
    () => (settledRef.current = routeEdges(cardsOf(document), document.edges, settledRef.current)),
    [document],
  )
  const latestRef = useRef<CanvasGraph | null>(null)
  return useMemo(() => {
    const routes = shown === document ? settled : routesOfShown(document, shown, settled)
    const graph = keepSame(latestRef.current, graphOf(shown, links, routes, cardOf))
    latestRef.current = graph
    return graph
  }, [document, shown, settled, links, cardOf])
}

function routesOfShown(document: Document, shown: Document, settled: ReadonlyMap<string, RoundedPath>) {
  const held = Object.keys(shown.nodes).filter((id) => shown.nodes[id] !== document.nodes[id])
  return rerouteEdges(settled, cardsOf(shown), shown.edges, new Set(held))
}
