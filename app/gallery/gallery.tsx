import { Play, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ENTRIES, TOPICS, type Entry } from '../../engine/designs/entries.ts'
import { catalogueStore, useCatalogue } from '../state/catalogue.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import css from './gallery.module.css'
import { leaveGallery } from './leave-gallery.ts'
import { OwnDesigns } from './own-designs.tsx'

/** All 45 designs by topic; those that do not run yet say so and cannot be opened. */
export function Gallery() {
  const [wanted, setWanted] = useState('')
  const open = useRun((run) => run.opened?.design?.slug)
  const running = useCatalogue((catalogue) => catalogue.running)
  const summaries = useSummaries()
  const found = ENTRIES.filter((entry) => matches(entry, wanted))
  return (
    <div className={css.gallery} data-testid="gallery">
      <label className={css.search}>
        <Search aria-hidden size={14} />
        <input
          type="search"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to find something
          autoFocus
          placeholder="Find a design"
          aria-label="Find a design"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => event.stopPropagation()}
        />
      </label>
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

/** What each design that runs is about; asked for once, when the gallery is first seen. */
function useSummaries(): Readonly<Record<string, string>> {
  const summaries = useCatalogue((catalogue) => catalogue.summaries)
  useEffect(() => {
    if (Object.keys(catalogueStore.getState().summaries).length > 0) return
    void session.commands.summaries().then((told) => catalogueStore.setState({ summaries: told }))
  }, [])
  return summaries
}

/** By number, title, topic or slug. */
function matches({ number, title, topic, slug }: Entry, wanted: string): boolean {
  const words = wanted.toLowerCase().trim()
  return words === '' || String(number) === words || `${title} ${topic} ${slug}`.toLowerCase().includes(words)
}
