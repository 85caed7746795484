import type { Sheet } from './panes.tsx'
import { uiStore, useUi } from './state/ui-store.ts'
import { useGraphFirst } from './state/use-graph-first.ts'
import { useUnlessHeld } from './state/use-unless-held.ts'
import { Tabs } from './ui/tabs.tsx'

/** The sheets of a pane, one on top; alone it needs no tabs. */
export function Sheets({
  sheets,
  which,
  label,
}: {
  sheets: readonly Sheet[]
  which: 'leftTab' | 'rightTab' | 'bottomTab'
  label: string
}) {
  const wanted = useUnlessHeld(useUi((ui) => ui[which]))
  const turn = useGraphFirst()
  const chosen = sheets.find(({ id }) => id === wanted) ?? sheets[0]
  if (!turn) return null
  if (sheets.length === 1) return <chosen.Content />
  return (
    <Tabs
      label={label}
      value={chosen.id}
      onChange={(id) => uiStore.setState({ [which]: id })}
      tabs={sheets.map(({ id, title, Content, Count }) => ({
        id,
        label: title,
        badge: Count && <Count />,
        content: <Content />,
      }))}
    />
  )
}
