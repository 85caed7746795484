import type { Document } from './document.ts'
import type { KindShape, KindShapes } from './kind-shape.ts'
import { parameterProblem } from './parameter.ts'
import type { DocumentIssue } from './saved/document-error.ts'

/**
 * What in a document is not of this world, each with the path to it: kinds that there are not, parameters that a kind does not have
 * or that are out of range, ports that it does not have. The run would refuse all of it, and name only the first.
 */
export function documentIssues(document: Document, kinds: KindShapes): DocumentIssue[] {
  const nodes = Object.entries(document.nodes).flatMap(([id, { kind, params }]): DocumentIssue[] => {
    const shape = kinds.get(kind)
    if (shape !== undefined) return parameterIssues(id, params, shape)
    return [{ path: ['nodes', id, 'kind'], message: `is "${kind}", and there is no such kind` }]
  })
  const edges = document.edges.flatMap(({ from, port }, i): DocumentIssue[] => {
    const shape = kinds.get(document.nodes[from].kind)
    if (shape === undefined || Object.hasOwn(shape.ports, port)) return []
    const names = Object.keys(shape.ports)
    const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
    return [
      {
        path: ['edges', i, 'port'],
        message: `is "${port}", which is no port of "${from}" (${shape.kind}); ${has}`,
      },
    ]
  })
  return [...nodes, ...edges]
}

function parameterIssues(
  id: string,
  params: Document['nodes'][string]['params'],
  { params: declared, kind }: KindShape,
): DocumentIssue[] {
  return Object.entries(params).flatMap(([name, value]): DocumentIssue[] => {
    const path = ['nodes', id, 'params', name]
    if (!Object.hasOwn(declared, name)) {
      const names = Object.keys(declared)
      const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
      return [{ path, message: `is no parameter of a ${kind}; ${has}` }]
    }
    const message = parameterProblem(declared[name], value)
    return message === null ? [] : [{ path, message }]
  })
}
