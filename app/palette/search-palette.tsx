import { openPalette, uiStore, type PaletteWish } from '../state/ui-store.ts'
import { CommandList, type CommandGroup } from '../ui/command-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { addKind } from './add-kind.ts'
import { breakGroups, useActiveFaults } from './break-groups.tsx'
import { connectGroups } from './connect-groups.tsx'
import { insertGroups } from './insert-groups.tsx'
import { kindItems } from './kind-items.tsx'
import { kindGroups } from './kind-groups.ts'
import { edgeInWords } from '../panels/fault-place.ts'
import type { FaultSpot } from '../panels/fault-spot.ts'
import { useAllKinds } from './use-kinds.ts'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import type { ActiveFault } from '../../engine/run/fault-board.ts'
import type { Document } from '../../engine/schema/document.ts'

const close = () => uiStore.setState({ palette: null })

/** One key, a few letters, Enter: adds a node, connects one, puts one on an edge, breaks one. */
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
  const active = useActiveFaults()
  return (
    <CommandList
      label={placeholder}
      placeholder={placeholder}
      empty={wish.do === 'insert' ? 'Nothing of that name can stand there.' : 'Nothing is called that.'}
      groups={kinds && groupsOf(wish, document, { kinds, active })}
    />
  )
}

function wordsOf(wish: PaletteWish, document: Document): { title: string; placeholder: string } {
  const { nodes, edges } = document
  const label = (id: string) => nodes[id]?.label ?? id
  if (wish.do === 'add') return { title: 'Add a node', placeholder: 'A kind: cache, queue, database…' }
  if (wish.do === 'connect') {
    return {
      title: `Connect ${label(wish.from)} to…`,
      placeholder: 'A node that is there, or a kind for a new one',
    }
  }
  if (wish.do === 'break') {
    const what = 'node' in wish ? label(wish.node) : edgeInWords(wish.edge, document)
    return { title: `Break ${what}`, placeholder: 'A fault: crash, slow, pause…' }
  }
  const edge = edges.find(({ id }) => id === wish.edge)
  const between = edge === undefined ? '' : ` between ${label(edge.from)} and ${label(edge.to)}`
  return { title: `Insert${between}`, placeholder: 'A kind: cache, rate limiter, circuit breaker…' }
}

function groupsOf(
  wish: PaletteWish,
  document: Document,
  { kinds, active }: { kinds: readonly KindDescription[]; active: readonly ActiveFault[] },
): readonly CommandGroup[] {
  const run = (act: () => Promise<unknown>) => () => {
    close()
    void act()
  }
  if (wish.do === 'connect') return connectGroups(document, wish.from, kinds, run)
  if (wish.do === 'break') return breakGroups(document, spotOf(wish), active, run)
  if (wish.do === 'insert') return insertGroups(document, wish.edge, kinds, run)
  return kindGroups(kinds, '').map(({ title, kinds: members }) => ({
    title,
    items: kindItems(members, (kind) => run(() => addKind(kind))),
  }))
}

const spotOf = (wish: FaultSpot): FaultSpot => ('node' in wish ? { node: wish.node } : { edge: wish.edge })
