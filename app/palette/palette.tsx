import { Copy } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { ProblemList } from '../panels/problem-list.tsx'
import { useRun } from '../state/run-store.ts'
import { Glyph } from '../ui/glyph.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { addKind } from './add-kind.ts'
import { KIND_TYPE } from './dragged-kind.ts'
import { isMeant, kindGroups } from './kind-groups.ts'
import css from './palette.module.css'
import { REPLICA_SET_ENTRY } from './replica-set.ts'
import { useAllKinds } from './use-kinds.ts'

/** Every kind of node, to be dragged onto the canvas, or added with a press; above them what keeps the design from working. */
export function Palette() {
  const [wanted, setWanted] = useState('')
  const isOpen = useRun((run) => run.opened !== null)
  const groups = paletteGroups(useAllKinds(), wanted)
  return (
    <div className={css.palette} data-testid="palette">
      <ProblemList />
      <SearchField
        label="Find a kind of node"
        value={wanted}
        onChange={setWanted}
        onEnter={() => groups?.[0] !== undefined && void addKind(groups[0].entries[0].kind)}
        data-testid="palette-search"
      />
      <p className={css.hint}>
        Drag one onto the graph, or onto an edge to put it there. Press it to add it.
      </p>
      {groups === undefined && <p className={css.hint}>One moment…</p>}
      {groups?.length === 0 && <p className={css.hint}>No kind is called that.</p>}
      {groups?.map(({ title, entries }) => (
        <section key={title} aria-label={title}>
          <h3 className={css.group}>{title}</h3>
          <ul className={css.list}>
            {entries.map((entry) => (
              <li key={entry.kind}>
                <PaletteEntry entry={entry} disabled={!isOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface Entry {
  kind: string
  title: string
  summary: string
  /** Of the set of glyphs; several nodes have none of their own. */
  icon?: string
}

/** What somebody who types `wanted` may mean, under headings; undefined until the kinds are known. */
function paletteGroups(kinds: readonly KindDescription[] | undefined, wanted: string) {
  if (kinds === undefined) return undefined
  const groups = kindGroups(kinds, wanted).map(
    ({ title, kinds: entries }): { title: string; entries: readonly Entry[] } => ({ title, entries }),
  )
  const { kind, title, summary } = REPLICA_SET_ENTRY
  if (isMeant(wanted, `${kind} ${title} ${summary}`))
    groups.push({ title: 'Several nodes', entries: [REPLICA_SET_ENTRY] })
  return groups
}

function PaletteEntry({ entry, disabled }: { entry: Entry; disabled: boolean }) {
  const { kind, title, summary, icon } = entry
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(KIND_TYPE, kind)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <button
      type="button"
      className={css.kind}
      draggable
      disabled={disabled}
      onDragStart={drag}
      onClick={() => void addKind(kind)}
      title={summary}
      data-testid={`kind-${kind}`}
    >
      {icon === undefined ? (
        <Copy size={18} strokeWidth={1.75} className={css.glyph} aria-hidden />
      ) : (
        <Glyph name={icon} size={18} className={css.glyph} />
      )}
      <span className={css.names}>
        <span className={css.title}>{title}</span>
        <span className={css.summary}>{summary}</span>
      </span>
    </button>
  )
}
