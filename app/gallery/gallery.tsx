import { Play } from 'lucide-react'
import { useState } from 'react'
import { ENTRIES, TOPICS, type Entry } from '../../engine/designs/entries.ts'
import { useCatalogue } from '../state/catalogue.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { uiStore } from '../state/ui-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SearchField } from '../ui/search-field.tsx'
import css from './gallery.module.css'
import { leaveGallery } from './leave-gallery.ts'
import { OwnDesigns } from './own-designs.tsx'
import { useGalleryKnown } from './use-gallery-known.ts'

const show = (galleryOpen: boolean) => uiStore.setState({ galleryOpen })

/**
 * All 45 designs by topic, laid over the page; those that do not run yet say so and cannot be opened. It comes whole: what came into it
 * later would move what somebody is about to press.
 */
export function Gallery() {
  const running = useCatalogue((catalogue) => catalogue.running)
  const known = useGalleryKnown()
  if (!known) return null
  return (
    <Dialog
      open
      onOpenChange={show}
      title="Designs"
      description={`${ENTRIES.length} well-known system designs; ${running.length} of them run so far.`}
      size="wide"
      data-testid="gallery-dialog"
    >
      <Designs running={running} />
    </Dialog>
  )
}

function Designs({ running }: { running: readonly string[] }) {
  const [wanted, setWanted] = useState('')
  const open = useRun((run) => run.opened?.design?.slug)
  const summaries = useCatalogue((catalogue) => catalogue.summaries)
  const found = ENTRIES.filter((entry) => matches(entry, wanted))
  return (
    <div className={css.gallery} data-testid="gallery">
      {/* The dialog was opened to find something. */}
      <SearchField label="Find a design" value={wanted} onChange={setWanted} autoFocus />
      {wanted === '' && <OwnDesigns wanted="" />}
      {found.length === 0 && <p className={css.nothing}>No design is called that.</p>}
      <div className={css.topics}>
        {TOPICS.map((topic) => {
          const entries = found.filter((entry) => entry.topic === topic)
          if (entries.length === 0) return null
          return (
            <section key={topic} aria-label={topic}>
              <h2 className={css.topic}>{topic}</h2>
              <ul className={css.list}>
                {entries.map((entry) => (
                  <GalleryEntry
                    key={entry.slug}
                    entry={entry}
                    isOpen={entry.slug === open}
                    runs={running.includes(entry.slug)}
                    summary={summaries[entry.slug]}
                  />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      {/* Who types looks for a design by its name: the first one found comes first. */}
      {wanted !== '' && <OwnDesigns wanted={wanted} />}
    </div>
  )
}

interface GalleryEntryProps {
  entry: Entry
  isOpen: boolean
  runs: boolean
  summary: string | undefined
}

function GalleryEntry({ entry, isOpen, runs, summary }: GalleryEntryProps) {
  const { number, slug, title } = entry
  const press = () => {
    leaveGallery(slug)
    void session.open(slug, { play: true })
  }
  return (
    <li>
      <button
        type="button"
        className={css.entry}
        disabled={!runs}
        aria-current={isOpen ? 'true' : undefined}
        onClick={press}
        data-testid={`design-${slug}`}
      >
        <span className={css.number}>{number}</span>
        <span className={css.body}>
          <span className={css.title}>{title}</span>
          {summary !== undefined && <span className={css.summary}>{summary}</span>}
        </span>
        {!runs ? (
          <span className={css.later}>does not run yet</span>
        ) : (
          <Play aria-hidden size={14} className={css.runs} />
        )}
      </button>
    </li>
  )
}

/** By number, title, topic or slug. */
function matches({ number, title, topic, slug }: Entry, wanted: string): boolean {
  const words = wanted.toLowerCase().trim()
  return words === '' || String(number) === words || `${title} ${topic} ${slug}`.toLowerCase().includes(words)
}
