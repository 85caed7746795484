import type { Document } from '../document.ts'
import { applyEdits } from './apply-edits.ts'
import type { GraphEdit } from './graph-edit.ts'

/** The edits that take `edits` back: applied to what they make of `document`, they give `document` again, order and all. */
export function invertEdits(document: Document, edits: readonly GraphEdit[]): GraphEdit[] {
  const inverse: GraphEdit[] = []
  let before = document
  for (const edit of edits) {
    inverse.unshift(...inverseOf(before, edit))
    before = applyEdits(before, [edit])
  }
  return inverse
}

/** Objectives are few and have no place of their own: those after a removed one are set again, so that the order is as it was. */
function objectiveInverse(document: Document, name: string): GraphEdit[] {
  const names = Object.keys(document.slos)
  const at = names.indexOf(name)
  const behind = at === -1 ? [name] : names.slice(at)
  const away = behind.map((each): GraphEdit => ({ edit: 'set-objective', name: each, slo: null }))
  const back = (at === -1 ? [] : behind).map((each): GraphEdit => {
    return { edit: 'set-objective', name: each, slo: document.slos[each] }
  })
  return [...away, ...back]
}

function inverseOf(document: Document, edit: GraphEdit): GraphEdit[] {
  switch (edit.edit) {
    case 'add-node':
      return [{ edit: 'remove-node', id: edit.id }]
    case 'remove-node': {
      const at = Object.keys(document.nodes).indexOf(edit.id)
      return [{ edit: 'add-node', id: edit.id, node: document.nodes[edit.id], at }]
    }
    case 'connect':
      return [{ edit: 'disconnect', id: edit.edge.id }]
    case 'disconnect': {
      const at = document.edges.findIndex(({ id }) => id === edit.id)
      return [{ edit: 'connect', edge: document.edges[at], at }]
    }
    case 'set-param':
      return [{ ...edit, value: document.nodes[edit.node].params[edit.param] ?? null }]
    case 'set-region':
      return [{ ...edit, region: document.nodes[edit.node].region ?? null }]
    case 'set-edge': {
      const { latencyMs = null, bandwidthMbps = null } = document.edges.find(({ id }) => id === edit.id)!
      return [{ ...edit, latencyMs, bandwidthMbps }]
    }
    case 'set-objective':
      return objectiveInverse(document, edit.name)
    case 'set-invariants':
      return [{ ...edit, names: document.invariants }]
    case 'move':
      return [{ ...edit, to: document.nodes[edit.node].at }]
    case 'rename':
      return [{ ...edit, label: document.nodes[edit.node].label }]
    case 'retitle':
      return [{ ...edit, title: document.title }]
    case 'set-scale':
      return [{ ...edit, requestsPerSimulated: document.requestsPerSimulated }]
  }
}
