import { ChevronDown } from 'lucide-react'
import { useRun } from '../state/run-store.ts'
import { useShelf } from '../storage/shelf-store.ts'
import { uiStore, useUi } from '../state/ui-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import css from './gallery.module.css'

const Gallery = lazyPart(async () => (await import('./gallery.tsx')).Gallery)

/** The title of the open design; pressed, it shows all the others. */
export function GalleryDialog() {
  const opened = useRun((run) => run.opened)
  const open = useUi((ui) => ui.galleryOpen)
  const design = opened?.design
  const own = useShelf((shelf) => shelf.current?.title)
  return (
    <>
      <h1 className={css.heading} data-testid="design-title">
        <button
          type="button"
          className={css.current}
          onClick={() => uiStore.setState({ galleryOpen: true })}
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
      {open && <Gallery />}
    </>
  )
}
