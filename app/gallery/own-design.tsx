import { CopyPlus, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { librarianSoon } from '../storage/keep-designs.ts'
import type { StoredSummary } from '../storage/stored-design.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { leaveGallery } from './leave-gallery.ts'
import css from './own-designs.module.css'

const LONGEST = 120

/** One design of one's own: its picture and name open it. */
export function OwnDesign({ design, isOpen }: { design: StoredSummary; isOpen: boolean }) {
  const { id, title, thumbnail, changedAt, unreadable } = design
  const [renaming, setRenaming] = useState(false)
  const open = () => {
    leaveGallery()
    void librarianSoon().then((librarian) => librarian.open(id))
  }
  const rename = (wanted: string) => {
    setRenaming(false)
    if (wanted.trim() !== '' && wanted.trim() !== title)
      void librarianSoon().then((librarian) => librarian.rename(id, wanted.trim()))
  }
  if (unreadable !== null) return <UnreadableDesign design={design} />
  return (
    <li className={css.design} data-testid="own-design">
      <button type="button" className={css.open} aria-current={isOpen ? 'true' : undefined} onClick={open}>
        {/* As a picture and no markup: what was stored is never run. */}
        <img className={css.picture} src={`data:image/svg+xml,${encodeURIComponent(thumbnail)}`} alt="" />
        {!renaming && <span className={css.title}>{title}</span>}
        <span className={css.changed}>{changedAgo(changedAt)}</span>
      </button>
      {renaming && (
        <input
          className={css.rename}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for
          autoFocus
          aria-label="Name of the design"
          defaultValue={title}
          maxLength={LONGEST}
          onBlur={(event) => rename(event.target.value)}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Enter') event.currentTarget.blur()
            if (event.key === 'Escape') setRenaming(false)
          }}
          data-testid="rename-design"
        />
      )}
      <Tools design={design} onRename={() => setRenaming(true)} />
    </li>
  )
}

/** One that is stored and cannot be read says so, and can be deleted. */
function UnreadableDesign({ design }: { design: StoredSummary }) {
  return (
    <li className={css.design} data-testid="unreadable-design">
      <p className={css.unreadable}>
        {design.title}. {design.unreadable}
      </p>
      <span className={css.tools}>
        <Delete design={design} />
      </span>
    </li>
  )
}

function Tools({ design, onRename }: { design: StoredSummary; onRename: () => void }) {
  const { id, title } = design
  return (
    <span className={css.tools}>
      <IconButton icon={Pencil} size="small" label={`Rename ${title}`} onClick={onRename} />
      <IconButton
        icon={CopyPlus}
        size="small"
        label={`Duplicate ${title}`}
        onClick={() => void librarianSoon().then((librarian) => librarian.duplicate(id))}
      />
      <Delete design={design} />
    </span>
  )
}

function Delete({ design: { id, title } }: { design: StoredSummary }) {
  return (
    <IconButton
      icon={Trash2}
      size="small"
      label={`Delete ${title}`}
      onClick={() => void librarianSoon().then((librarian) => librarian.remove(id))}
      data-testid="delete-design"
    />
  )
}

/** When it was changed, roughly, as people say it. */
function changedAgo(changedAt: number): string {
  const minutes = Math.floor((Date.now() - changedAt) / 60_000)
  if (minutes < 1) return 'changed just now'
  if (minutes < 60) return `changed ${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `changed ${hours} h ago` : `changed ${Math.floor(hours / 24)} days ago`
}
