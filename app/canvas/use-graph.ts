import { useMemo, useRef } from 'react'
import type { Document } from '../../engine/schema/document.ts'
import type { LaneDescription } from '../../workers/api.ts'
import { useCatalogue } from '../state/catalogue.ts'
import { graphOf, type CanvasGraph } from './graph.ts'
import { keepSame } from './keep-same.ts'

/** What is drawn for a document; objects stay the same where nothing about them has changed. */
export function useGraph(document: Document, lane: Pick<LaneDescription, 'columns' | 'links'>): CanvasGraph {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  const { columns, links } = lane
  const latestRef = useRef<CanvasGraph | null>(null)
  return useMemo(() => {
    const graph = keepSame(latestRef.current, graphOf(document, columns, links))
    latestRef.current = graph
    return graph
    // oxlint-disable-next-line react/exhaustive-deps -- cards show what is known of their kinds
  }, [document, columns, links, kinds])
}
