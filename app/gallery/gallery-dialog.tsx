import { ChevronDown } from 'lucide-react'
import { ENTRIES } from '../../engine/designs/entries.ts'
import { useCatalogue } from '../state/catalogue.ts'
import { useRun } from '../state/run-store.ts'
import { useShelf } from '../storage/shelf-store.ts'
import { uiStore, useUi } from '../state/ui-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Gallery } from './gallery.tsx'
import css from './gallery.module.css'

const show = (galleryOpen: boolean) => uiStore.setState({ galleryOpen })

/** The title of the open design; pressed, it shows all the others. */
export function GalleryDialog() {
  const opened = useRun((run) => run.opened)
  const open = useUi((ui) => ui.galleryOpen)
  const design = opened?.design
  const own = useShelf((shelf) => shelf.current?.title)
  const running = useCatalogue((catalogue) => catalogue.running.length)
  return (
    <>
      <h1 className={css.heading} data-testid="design-title">
        <button
          type="button"
          className={css.current}
          onClick={() => show(true)}
          aria-haspopup="dialog"
          data-testid="open-gallery"
        >
          {design !== null && design !== undefined && (
            <span className={css.currentNumber}>{design.number}</span>
          )}
          <span className={css.currentTitle}>
            {own ?? design?.title ?? opened?.document.title ?? 'Designs'}
          </span>
          <ChevronDown aria-hidden size={16} />
        </button>
      </h1>
      <Dialog
        open={open}
        onOpenChange={show}
        title="Designs"
        description={`${ENTRIES.length} well-known system designs; ${running} of them run so far.`}
        size="wide"
        data-testid="gallery-dialog"
      >
        <Gallery />
      </Dialog>
    </>
  )
}
