import type { Column } from '../../engine/run/timeline.ts'
import type { NodeDocument } from '../../engine/schema/document.ts'
import { kindOf } from '../state/catalogue.ts'
import { cardAt } from './geometry.ts'
import type { CardNode } from './graph.ts'

/** Makes the cards of nodes, the card of each once as long as the node stays as it is: a drag makes one anew, not two hundred. */
export function cardMaker(columns: readonly Column[]): (id: string, node: NodeDocument) => CardNode {
  const known = new Map(columns.map((column) => [column.id, column]))
  const made = new WeakMap<NodeDocument, CardNode>()
  return (id, node) => {
    const before = made.get(node)
    if (before?.id === id) return before
    const card = cardNode(id, node, known)
    made.set(node, card)
    return card
  }
}

function cardNode(
  id: string,
  { kind, label, at }: NodeDocument,
  known: ReadonlyMap<string, Column>,
): CardNode {
  const spec = kindOf(kind)
  const title = spec?.title ?? kind
  const headline = Object.entries<string | undefined>(spec?.headline ?? {}).flatMap(
    ([metric, word = metric]) => {
      const column = known.get(`${id}.${metric}`)
      return column === undefined
        ? []
        : [{ columnId: column.id, word, title: column.title, unit: column.unit }]
    },
  )
  const { x, y, width, height } = cardAt(at)
  const ports = Object.entries(spec?.ports ?? {}).map(([name, port]) => ({ name, title: port.title }))
  return {
    id,
    type: 'card',
    position: { x, y },
    width,
    height,
    // Known: otherwise React Flow forgets where its ports are whenever the card changes, until it has measured them anew.
    measured: { width, height },
    ariaLabel: label === title ? label : `${label}, ${title}`,
    data: { label, kind: title, icon: spec?.icon ?? 'box', headline, ports },
  }
}
