import { useMemo, useRef } from 'react'
import type { Document } from '../../engine/schema/document.ts'
import type { LaneDescription } from '../../workers/api.ts'
import { useCatalogue } from '../state/catalogue.ts'
import { useAtRest } from '../state/use-at-rest.ts'
import { cardMaker } from './card-maker.ts'
import { cardsOf, graphOf, type CanvasGraph } from './graph.ts'
import { keepSame } from './keep-same.ts'
import { rerouteEdges, routeEdges } from './route-edges.ts'
import type { RoundedPath } from './rounded-path.ts'

/**
 * What is drawn for a document; objects stay the same where nothing about them has changed. All edges are routed once a document is at
 * rest, and until then those that may run otherwise: what a person moves, adds or takes away is seen at once, whatever its size.
 */
export function useGraph(document: Document, lane: Pick<LaneDescription, 'columns' | 'links'>): CanvasGraph {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  const { columns, links } = lane
  // oxlint-disable-next-line react/exhaustive-deps -- cards show what is known of their kinds
  const cardOf = useMemo(() => cardMaker(columns), [columns, kinds])
  const settledRef = useRef<ReadonlyMap<string, RoundedPath>>(undefined)
  const rested = useAtRest(document) ?? document
  const settled = useMemo(
    () => (settledRef.current = routeEdges(cardsOf(rested), rested.edges, settledRef.current)),
    [rested],
  )
  const latestRef = useRef<CanvasGraph | null>(null)
  return useMemo(() => {
    const routes = document === rested ? settled : routesSince(rested, document, settled)
    const graph = keepSame(latestRef.current, graphOf(document, links, routes, cardOf))
    latestRef.current = graph
    return graph
  }, [rested, document, settled, links, cardOf])
}

/** Paths of a document that has changed since all edges of `rested` were routed. */
function routesSince(rested: Document, now: Document, settled: ReadonlyMap<string, RoundedPath>) {
  const changed = Object.keys(now.nodes).filter((id) => now.nodes[id] !== rested.nodes[id])
  const known = new Set(rested.edges)
  const joined = now.edges.filter((edge) => !known.has(edge)).flatMap(({ from, to }) => [from, to])
  return rerouteEdges(settled, cardsOf(now), now.edges, new Set([...changed, ...joined]))
}
