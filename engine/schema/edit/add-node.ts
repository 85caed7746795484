import type { Document } from '../document.ts'
import type { KindShape } from '../kind-shape.ts'
import type { ParameterValue } from '../parameter.ts'
import { freshId } from './fresh-id.ts'
import type { GraphEdit } from './graph-edit.ts'

export interface NodeWish {
  kind: string
  at: [column: number, row: number]
  region?: string
  params?: Record<string, ParameterValue>
}

/** The edit that puts a new node of a kind on the canvas, with an id and a name that no other has. */
export function addNode(
  document: Document,
  { kind, at, region, params = {} }: NodeWish,
  shape: Pick<KindShape, 'title'>,
): Extract<GraphEdit, { edit: 'add-node' }> {
  const labels = new Set(Object.values(document.nodes).map(({ label }) => label))
  const id = freshId(kind, (each) => document.nodes[each] !== undefined)
  const label = freshLabel(shape.title, labels)
  const place = region === undefined ? {} : { region }
  return { edit: 'add-node', id, node: { kind, label, at, ...place, params } }
}

/** What others of the same name are numbered by: `API server` for `API server 2`. */
export const nameWithoutNumber = (label: string): string => label.replace(/ \d+$/, '')

function freshLabel(title: string, labels: ReadonlySet<string>): string {
  if (!labels.has(title)) return title
  const name = nameWithoutNumber(title)
  for (let number = 2; ; number++) if (!labels.has(`${name} ${number}`)) return `${name} ${number}`
}
