import { FilePlus2 } from 'lucide-react'
import { librarianSoon } from '../storage/keep-designs.ts'
import { useShelf } from '../storage/shelf-store.ts'
import { Button } from '../ui/button.tsx'
import { leaveGallery } from './leave-gallery.ts'
import { openBlank } from './open-blank.ts'
import css from './own-designs.module.css'
import { OwnDesign } from './own-design.tsx'

/** What a person has made, kept in this browser: to open, rename, duplicate and delete; and a blank sheet to begin with. */
export function OwnDesigns({ wanted }: { wanted: string }) {
  const designs = useShelf((shelf) => shelf.designs)
  const current = useShelf((shelf) => shelf.current?.id)
  const deleted = useShelf((shelf) => shelf.deleted)
  const last = deleted.at(-1)
  const problem = useShelf((shelf) => shelf.problem)
  const found = (designs ?? []).filter(({ title }) =>
    title.toLowerCase().includes(wanted.toLowerCase().trim()),
  )
  const blank = () => {
    leaveGallery()
    void openBlank()
  }
  return (
    <section className={css.own} aria-label="Your designs" data-testid="own-designs">
      <header className={css.head}>
        <h2 className={css.heading}>Your designs</h2>
        <Button size="small" icon={FilePlus2} onClick={blank} data-testid="new-design">
          Blank sheet
        </Button>
      </header>
      {problem !== null && <p className={css.problem}>{problem.message}</p>}
      {last !== undefined && (
        <p className={css.deleted} role="status" data-testid="deleted">
          “{last.title}” is deleted{deleted.length > 1 && `, and ${deleted.length - 1} before it`}.
          <Button
            size="small"
            variant="quiet"
            onClick={() => void librarianSoon().then((librarian) => librarian.undelete())}
            data-testid="undelete"
          >
            Undo
          </Button>
        </p>
      )}
      {designs !== null && designs.length === 0 && (
        <p className={css.none}>
          Nothing yet. Change anything in a design, and a copy of it is kept here, in this browser.
        </p>
      )}
      <ul className={css.list}>
        {found.map((design) => (
          <OwnDesign key={design.id} design={design} isOpen={design.id === current} />
        ))}
      </ul>
    </section>
  )
}
