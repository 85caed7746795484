import type { Document } from '../document.ts'
import type { GraphEdit } from './graph-edit.ts'

type Names = Pick<Document, 'nodes' | 'edges'>

/** What edits did, in plain words; `document` is the one before or after them, for names. */
export function describeEdits(edits: readonly GraphEdit[], document: Names): string {
  const said = [...new Set(mostTelling(edits).map((edit) => describeEdit(edit, document)))]
  if (said.length <= 2) return said.join(', ')
  return `${said[0]} and ${said.length - 1} more changes`
}

/** Nodes that come and go take their edges along: those need no words. */
function mostTelling(edits: readonly GraphEdit[]): readonly GraphEdit[] {
  const nodes = edits.filter(({ edit }) => edit === 'add-node' || edit === 'remove-node')
  return nodes.length > 0 ? nodes : edits
}

function describeEdit(edit: GraphEdit, { nodes, edges }: Names): string {
  const label = (id: string) => nodes[id]?.label ?? id
  switch (edit.edit) {
    case 'add-node':
      return `Added ${edit.node.label}`
    case 'remove-node':
      return `Removed ${label(edit.id)}`
    case 'connect':
      return `Connected ${label(edit.edge.from)} to ${label(edit.edge.to)}`
    case 'disconnect': {
      const edge = edges.find(({ id }) => id === edit.id)
      return edge === undefined
        ? `Disconnected ${edit.id}`
        : `Disconnected ${label(edge.from)} from ${label(edge.to)}`
    }
    case 'set-param':
      return `${label(edit.node)}: ${edit.param} ${edit.value === null ? 'as its kind has it' : `set to ${edit.value}`}`
    case 'set-region':
      return `${label(edit.node)} ${edit.region === null ? 'taken out of its region' : `moved to ${edit.region}`}`
    case 'set-edge':
      return `Changed the connection ${edit.id}`
    case 'set-objective':
      return `${edit.slo === null ? 'Removed' : 'Set'} the objective ${edit.name}`
    case 'set-invariants':
      return 'Chose the promises that are checked'
    case 'move':
      return `Moved ${label(edit.node)}`
    case 'rename':
      return `Renamed ${label(edit.node)}`
    case 'retitle':
      return 'Changed the title'
    case 'set-scale':
      return 'Changed how many requests one stands for'
  }
}
