import { useState, type DragEvent } from 'react'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { ProblemList } from '../panels/problem-list.tsx'
import { useRun } from '../state/run-store.ts'
import { Glyph } from '../ui/glyph.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { addKind } from './add-kind.ts'
import { KIND_TYPE } from './dragged-kind.ts'
import { kindGroups } from './kind-groups.ts'
import css from './palette.module.css'
import { useAllKinds } from './use-kinds.ts'

/** Every kind of node, to be dragged onto the canvas, or added with a press; above them what keeps the design from working. */
export function Palette() {
  const [wanted, setWanted] = useState('')
  const kinds = useAllKinds()
  const isOpen = useRun((run) => run.opened !== null)
  const groups = kindGroups(kinds ?? [], wanted)
  return (
    <div className={css.palette} data-testid="palette">
      <ProblemList />
      <SearchField
        label="Find a kind of node"
        value={wanted}
        onChange={setWanted}
        onEnter={() => groups.length > 0 && void addKind(groups[0].kinds[0].kind)}
        data-testid="palette-search"
      />
      <p className={css.hint}>
        Drag one onto the graph, or onto an edge to put it there. Press it to add it.
      </p>
      {groups.length === 0 && kinds !== undefined && <p className={css.hint}>No kind is called that.</p>}
      {groups.map(({ title, kinds: members }) => (
        <section key={title} aria-label={title}>
          <h3 className={css.group}>{title}</h3>
          <ul className={css.list}>
            {members.map((kind) => (
              <li key={kind.kind}>
                <KindEntry kind={kind} disabled={!isOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function KindEntry({ kind, disabled }: { kind: KindDescription; disabled: boolean }) {
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(KIND_TYPE, kind.kind)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <button
      type="button"
      className={css.kind}
      draggable
      disabled={disabled}
      onDragStart={drag}
      onClick={() => void addKind(kind.kind)}
      title={kind.summary}
      data-testid={`kind-${kind.kind}`}
    >
      <Glyph name={kind.icon} size={18} className={css.glyph} />
      <span className={css.names}>
        <span className={css.title}>{kind.title}</span>
        <span className={css.summary}>{kind.summary}</span>
      </span>
    </button>
  )
}
