import type * as v from 'valibot'
import type { Document } from '../document.ts'
import { edgeId } from '../edit/edge-id.ts'
import { DocumentError, type DocumentIssue } from './document-error.ts'
import { LIMITS } from './limits.ts'
import type { DocumentSchema } from './schemas.ts'

const ISSUES_TOLD = 20

/**
 * The document of what the schema has let through: labels default to ids, edges get ids, and everything must belong together.
 *
 * @throws DocumentError with the paths of what does not.
 */
export function completeDocument({ nodes, edges, ...rest }: v.InferOutput<typeof DocumentSchema>): Document {
  const document = {
    ...rest,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => [id, withoutUndefined({ ...node, label: node.label ?? id })]),
    ),
    edges: edges.map((edge) =>
      withoutUndefined({ ...edge, id: edge.id ?? edgeId(edge.from, edge.port, edge.to) }),
    ),
  } as Document
  const issues = inconsistencies(document)
  if (issues.length > 0) throw new DocumentError(issues.slice(0, ISSUES_TOLD))
  return document
}

/** What is wrong with a document as a whole, though each part of it is fine: too many nodes, dangling edges, ids twice. */
function inconsistencies({ nodes, edges, slos }: Document): DocumentIssue[] {
  const issues: DocumentIssue[] = []
  const count = Object.keys(nodes).length
  if (count > LIMITS.nodes)
    issues.push({
      path: ['nodes'],
      message: `has ${count} nodes; at most ${LIMITS.nodes} can run`,
    })
  const ids = new Set<string>()
  edges.forEach(({ id, from, to }, i) => {
    const path = ['edges', i]
    if (ids.has(id))
      issues.push({ path: [...path, 'id'], message: `is "${id}", which another edge has already` })
    ids.add(id)
    if (!Object.hasOwn(nodes, from))
      issues.push({ path: [...path, 'from'], message: `is "${from}", which is not a node` })
    if (!Object.hasOwn(nodes, to))
      issues.push({ path: [...path, 'to'], message: `is "${to}", which is not a node` })
  })
  for (const [name, { of }] of Object.entries(slos)) {
    if (!Object.hasOwn(nodes, of))
      issues.push({ path: ['slos', name, 'of'], message: `is "${of}", which is not a node` })
  }
  return issues
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
