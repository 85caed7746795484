import {
  AlignCenterVertical,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  BetweenHorizontalStart,
  CopyPlus,
  Spline,
  Trash2,
  Unlink,
  type LucideIcon,
} from 'lucide-react'
import { editor } from '../state/session.ts'
import { openPalette, selectedNodes, type Selection } from '../state/ui-store.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { aligned, type Alignment } from './aligned.ts'
import css from './edit-bar.module.css'
import { duplicateSelected, removeSelected, takeOff } from './edit-actions.ts'
import { ZoneControl } from './zone-control.tsx'

const ALIGNMENTS: readonly { how: Alignment; icon: LucideIcon; label: string }[] = [
  { how: 'left', icon: AlignStartVertical, label: 'Align left' },
  { how: 'centre', icon: AlignCenterVertical, label: 'Align centres' },
  { how: 'right', icon: AlignEndVertical, label: 'Align right' },
  { how: 'top', icon: AlignStartHorizontal, label: 'Align top' },
  { how: 'across', icon: AlignHorizontalSpaceAround, label: 'Spread evenly across' },
  { how: 'down', icon: AlignVerticalSpaceAround, label: 'Spread evenly down' },
]

/** What can be done to what is selected. */
export function SelectionTools({ selection }: { selection: NonNullable<Selection> }) {
  const nodes = selectedNodes(selection)
  return (
    <div className={css.group} data-testid="selection-tools">
      {'edge' in selection ? <EdgeTools edge={selection.edge} /> : <NodeTools nodes={nodes} />}
      <IconButton
        icon={Trash2}
        size="small"
        label="Remove"
        shortcut="Delete"
        onClick={() => void removeSelected()}
        data-testid="remove-selected"
      />
    </div>
  )
}

const EdgeTools = ({ edge }: { edge: string }) => (
  <IconButton
    icon={BetweenHorizontalStart}
    size="small"
    label="Insert a node on this edge"
    shortcut="I"
    onClick={() => openPalette({ do: 'insert', edge })}
    data-testid="insert-on-edge"
  />
)

function NodeTools({ nodes }: { nodes: readonly string[] }) {
  const align = (how: Alignment) =>
    void editor.move(aligned(editor.document, nodes, how), { title: 'Aligned' })
  return (
    <>
      {nodes.length === 1 && <OneNodeTools node={nodes[0]} />}
      {nodes.length > 1 &&
        ALIGNMENTS.filter(({ how }) => nodes.length > 2 || (how !== 'across' && how !== 'down')).map(
          ({ how, icon, label }) => (
            <IconButton
              key={how}
              icon={icon}
              size="small"
              label={label}
              onClick={() => align(how)}
              data-testid={`align-${how}`}
            />
          ),
        )}
      <ZoneControl nodes={nodes} />
      <IconButton
        icon={CopyPlus}
        size="small"
        label="Duplicate"
        shortcut="Ctrl D"
        onClick={() => void duplicateSelected()}
        data-testid="duplicate"
      />
    </>
  )
}

const OneNodeTools = ({ node }: { node: string }) => (
  <>
    <IconButton
      icon={Spline}
      size="small"
      label="Connect to…"
      shortcut="C"
      onClick={() => openPalette({ do: 'connect', from: node })}
      data-testid="connect-node"
    />
    <IconButton
      icon={Unlink}
      size="small"
      label="Take off its edge: what asked it asks what it asked"
      shortcut="X"
      onClick={() => void takeOff(node)}
      data-testid="take-off"
    />
  </>
)
