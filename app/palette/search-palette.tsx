import { Copy } from 'lucide-react'
import { openPalette, uiStore, type PaletteWish } from '../state/ui-store.ts'
import { editor } from '../state/session.ts'
import { CommandList, type CommandGroup } from '../ui/command-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { addKind } from './add-kind.ts'
import { connectGroups } from './connect-groups.tsx'
import { kindItems } from './kind-items.tsx'
import { kindGroups } from './kind-groups.ts'
import { useAllKinds } from './use-kinds.ts'
import { canStandOn } from '../../engine/schema/edit/insert-on-edge.ts'
import { canBeReplicated } from '../../engine/schema/edit/insert-replica-set.ts'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import type { Document } from '../../engine/schema/document.ts'

const close = () => uiStore.setState({ palette: null })

/** One key, a few letters, Enter: adds a node, connects one, puts one on an edge. */
export function SearchPalette({ wish, document }: { wish: PaletteWish; document: Document }) {
  const { title, placeholder } = wordsOf(wish, document)
  return (
    <Dialog
      open
      onOpenChange={(stays) => (stays ? openPalette(wish) : close())}
      title={title}
      data-testid="search-palette"
    >
      <Choices wish={wish} document={document} placeholder={placeholder} />
    </Dialog>
  )
}

function Choices({
  wish,
  document,
  placeholder,
}: {
  wish: PaletteWish
  document: Document
  placeholder: string
}) {
  const kinds = useAllKinds()
  return (
    <CommandList
      label={placeholder}
      placeholder={placeholder}
      empty={wish.do === 'insert' ? 'Nothing of that name can stand there.' : 'Nothing is called that.'}
      groups={kinds && groupsOf(wish, document, kinds)}
    />
  )
}

function wordsOf(wish: PaletteWish, { nodes, edges }: Document): { title: string; placeholder: string } {
  const label = (id: string) => nodes[id]?.label ?? id
  if (wish.do === 'add') return { title: 'Add a node', placeholder: 'A kind: cache, queue, database…' }
  if (wish.do === 'connect') {
    return {
      title: `Connect ${label(wish.from)} to…`,
      placeholder: 'A node that is there, or a kind for a new one',
    }
  }
  const edge = edges.find(({ id }) => id === wish.edge)
  const between = edge === undefined ? '' : ` between ${label(edge.from)} and ${label(edge.to)}`
  return { title: `Insert${between}`, placeholder: 'A kind: cache, rate limiter, circuit breaker…' }
}

function groupsOf(
  wish: PaletteWish,
  document: Document,
  kinds: readonly KindDescription[],
): readonly CommandGroup[] {
  const run = (act: () => Promise<unknown>) => () => {
    close()
    void act()
  }
  if (wish.do === 'connect') return connectGroups(document, wish.from, kinds, run)
  const fitting = wish.do === 'insert' ? insertable(document, wish.edge, kinds) : kinds
  const groups = kindGroups(fitting, '').map(({ title, kinds: members }) => ({
    title,
    items: kindItems(members, (kind) =>
      run(() => (wish.do === 'insert' ? editor.insertOnEdge(wish.edge, kind) : addKind(kind))),
    ),
  }))
  return wish.do === 'insert' ? [...groups, ...replicaSets(document, wish.edge, kinds, run)] : groups
}

/** Not one node but several: what is at the end of the edge, three times. */
function replicaSets(
  document: Document,
  edge: string,
  kinds: readonly KindDescription[],
  run: (act: () => Promise<unknown>) => () => void,
): readonly CommandGroup[] {
  const target = document.edges.find(({ id }) => id === edge)?.to
  if (target === undefined || !canBeReplicated(document, edge, byName(kinds))) return []
  const item = {
    id: 'replica set',
    label: 'Replica set',
    hint: `${document.nodes[target].label} and two copies of it, with somebody before them who chooses.`,
    icon: <Copy size={16} />,
    keywords: ['replicas', 'copies'],
    run: run(() => editor.insertReplicaSet(edge)),
    'data-testid': 'choose-replica-set',
  }
  return [{ title: 'Several nodes', items: [item] }]
}

const byName = (kinds: readonly KindDescription[]) => new Map(kinds.map((each) => [each.kind, each]))

/** What can stand on an edge: it understands what is asked there, and asks on what is understood there. */
function insertable(document: Document, edge: string, kinds: readonly KindDescription[]): KindDescription[] {
  const shapes = byName(kinds)
  return kinds.filter(({ kind }) => canStandOn(document, edge, kind, shapes))
}
