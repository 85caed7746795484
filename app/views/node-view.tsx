import type { ComponentType } from 'react'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { GenericView } from './generic-view.tsx'
import css from './view.module.css'

/** What a picture gets: the plain data of the kind's `inspect`. */
export interface ViewProps {
  snapshot: Record<string, unknown>
}

const files = import.meta.glob<{ default: ComponentType<ViewProps> }>('./*/view.tsx', { eager: true })

/** The inside of the watched node: by its own picture if there is a folder of the view's name, else as a table. */
export function NodeView({ node }: { node: string }) {
  const lane = useUi((ui) => ui.lane)
  const inspection = useRun((run) => run.inspections[lane])
  if (inspection === null || inspection?.node !== node || inspection.snapshot === null) return null
  const { view, ...snapshot } = inspection.snapshot
  const View = files[`./${view}/view.tsx`]?.default ?? GenericView
  return (
    <section className={css.view} aria-label="Inside" data-testid={`view-${view}`}>
      <View snapshot={snapshot} />
    </section>
  )
}
