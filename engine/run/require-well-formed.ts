import type { Document } from '../schema/document.ts'
import { InputError } from '../schema/input-error.ts'
import { LIMITS } from '../schema/saved/limits.ts'
import { parameterProblem } from '../schema/parameter.ts'
import type { AnyService } from '../services/define-service.ts'

type Kinds = ReadonlyMap<string, AnyService>

/**
 * Throws an InputError for the first thing in `document` that is not of this world: kinds, parameters, ports, ends that do not
 * exist. What exists and is merely not connected as it should be runs, and says so: see `problemsOf`.
 */
export function requireWellFormed(document: Document, kinds: Kinds): void {
  requireBounded(document)
  for (const id of Object.keys(document.nodes)) requireNode(document, id, kinds)
  requireEdges(document, kinds)
  for (const [name, slo] of Object.entries(document.slos)) {
    if (document.nodes[slo.of] === undefined)
      throw new InputError(`The objective "${name}" is of "${slo.of}", which is not a node.`)
  }
}

function requireBounded({ nodes, edges }: Document): void {
  const count = Object.keys(nodes).length
  if (count > LIMITS.nodes)
    throw new InputError(`That would be ${count} nodes; at most ${LIMITS.nodes} can run.`)
  if (edges.length > LIMITS.edges)
    throw new InputError(`That would be ${edges.length} edges; at most ${LIMITS.edges} can run.`)
}

function specOf(document: Document, id: string, kinds: Kinds): AnyService {
  const { kind } = document.nodes[id]
  const spec = kinds.get(kind)
  if (spec !== undefined) return spec
  throw new InputError(
    `Node "${id}" is of the kind "${kind}", which does not exist; kinds are ${[...kinds.keys()].join(', ')}.`,
  )
}

function requireNode(document: Document, id: string, kinds: Kinds): void {
  const spec = specOf(document, id, kinds)
  for (const [name, value] of Object.entries(document.nodes[id].params)) {
    const declared = spec.params[name]
    if (declared === undefined) {
      throw new InputError(
        `Node "${id}" (${spec.kind}) has no parameter "${name}"; it has ${Object.keys(spec.params).join(', ')}.`,
      )
    }
    const problem = parameterProblem(declared, value)
    if (problem !== null) throw new InputError(`Node "${id}": ${name} ${problem}.`)
  }
}

function requireEdges(document: Document, kinds: Kinds): void {
  const seen = new Set<string>()
  for (const { id, from, port, to } of document.edges) {
    if (seen.has(id)) throw new InputError(`Two edges have the id "${id}"; every edge needs its own.`)
    seen.add(id)
    for (const end of [from, to]) {
      if (document.nodes[end] === undefined)
        throw new InputError(`Edge "${id}" ends at "${end}", which is not a node.`)
    }
    const { ports, kind } = specOf(document, from, kinds)
    if (ports[port] === undefined) {
      const names = Object.keys(ports).join(', ')
      throw new InputError(
        `Edge "${id}" leaves "${from}" (${kind}) by "${port}"; its ports are ${names === '' ? 'none' : names}.`,
      )
    }
  }
}
