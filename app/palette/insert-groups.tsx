import { Copy } from 'lucide-react'
import type { CommandGroup } from '../ui/command-list.tsx'
import { insertKind, insertReplicas } from './add-kind.ts'
import { kindGroups } from './kind-groups.ts'
import { kindItems } from './kind-items.tsx'
import { REPLICA_SET_ENTRY } from './replica-set.ts'
import { canStandOn } from '../../engine/schema/edit/insert-on-edge.ts'
import { canBeReplicated } from '../../engine/schema/edit/insert-replica-set.ts'
import type { Document } from '../../engine/schema/document.ts'
import type { KindDescription } from '../../engine/services/describe-kind.ts'

type Run = (act: () => Promise<unknown>) => () => void

/** What can stand on an edge: kinds that understand what is asked there and ask on what is understood there, and copies of its end. */
export function insertGroups(
  document: Document,
  edge: string,
  kinds: readonly KindDescription[],
  run: Run,
): readonly CommandGroup[] {
  const shapes = new Map(kinds.map((each) => [each.kind, each]))
  const fitting = kinds.filter(({ kind }) => canStandOn(document, edge, kind, shapes))
  const groups = kindGroups(fitting, '').map(({ title, kinds: members }) => ({
    title,
    items: kindItems(members, (kind) => run(() => insertKind(edge, kind))),
  }))
  const target = document.edges.find(({ id }) => id === edge)?.to
  if (target === undefined || !canBeReplicated(document, edge, shapes)) return groups
  return [...groups, replicaSets(document.nodes[target].label, edge, run)]
}

/** Not one node but several: what is at the end of the edge, three times. */
const replicaSets = (label: string, edge: string, run: Run): CommandGroup => ({
  title: 'Several nodes',
  items: [
    {
      id: 'replica set',
      label: REPLICA_SET_ENTRY.title,
      hint: `${label} and two copies of it, with somebody before them who chooses.`,
      icon: <Copy size={16} />,
      keywords: ['replicas', 'copies'],
      run: run(() => insertReplicas(edge)),
      'data-testid': 'choose-replica-set',
    },
  ],
})
