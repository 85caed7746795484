import { Kbd } from '../ui/kbd.tsx'
import css from './overlays.module.css'

/** What to do first on a blank sheet. */
export function EmptySheet() {
  return (
    <div className={css.empty} data-testid="empty-sheet">
      <p className={css.emptyTitle}>A blank sheet</p>
      <p>
        Press <Kbd>A</Kbd> and type “client”, or drag kinds here from <strong>Build</strong>. <Kbd>C</Kbd>{' '}
        connects what is selected to what it should ask.
      </p>
    </div>
  )
}
