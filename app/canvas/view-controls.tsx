import { useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { IconButton } from '../ui/icon-button.tsx'
import css from './overlays.module.css'

/** Scale of the drawing. */
export function ViewControls({ fit }: { fit: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow()
  return (
    <div className={css.controls} role="group" aria-label="View">
      <IconButton icon={Plus} label="Zoom in" shortcut="+" size="small" onClick={() => void zoomIn()} />
      <IconButton icon={Minus} label="Zoom out" shortcut="−" size="small" onClick={() => void zoomOut()} />
      <IconButton
        icon={Maximize}
        label="Fit the whole design"
        size="small"
        onClick={fit}
        data-testid="fit-view"
      />
    </div>
  )
}
