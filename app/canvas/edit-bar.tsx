import { LayoutGrid, Plus, Redo2, Undo2 } from 'lucide-react'
import { editor } from '../state/session.ts'
import { useHistory } from '../state/history-store.ts'
import { openPalette, useUi } from '../state/ui-store.ts'
import { useAtRest } from '../state/use-at-rest.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import css from './edit-bar.module.css'
import { tidyUp } from './tidy-up.ts'

const SelectionTools = lazyPart(async () => (await import('./selection-tools.tsx')).SelectionTools)

/** What can be done to the graph: undo and redo, add, tidy up; and whatever is selected. */
export function EditBar() {
  const selection = useAtRest(useUi((ui) => ui.selection)) ?? null
  const undo = useHistory(({ past }) => past.at(-1)?.title ?? null)
  const redo = useHistory(({ future }) => future.at(-1)?.title ?? null)
  return (
    <div className={css.bar} role="toolbar" aria-label="Edit the graph" data-testid="edit-bar">
      <div className={css.group}>
        <Button
          size="small"
          variant="quiet"
          icon={Plus}
          onClick={() => openPalette({ do: 'add' })}
          data-testid="add-node"
        >
          Add
        </Button>
        <IconButton
          icon={Undo2}
          size="small"
          label={undo === null ? 'Nothing to undo' : `Undo: ${undo}`}
          shortcut="Ctrl Z"
          disabled={undo === null}
          onClick={() => void editor.undo()}
          data-testid="undo"
        />
        <IconButton
          icon={Redo2}
          size="small"
          label={redo === null ? 'Nothing to do again' : `Redo: ${redo}`}
          shortcut="Ctrl Shift Z"
          disabled={redo === null}
          onClick={() => void editor.redo()}
          data-testid="redo"
        />
        <IconButton
          icon={LayoutGrid}
          size="small"
          label="Tidy up"
          shortcut="L"
          onClick={() => void tidyUp()}
          data-testid="tidy-up"
        />
      </div>
      {selection !== null && <SelectionTools selection={selection} />}
    </div>
  )
}
