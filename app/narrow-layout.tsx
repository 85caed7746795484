import css from './app.module.css'
import { Canvas } from './canvas/canvas.tsx'
import { BOTTOM, LEFT, RIGHT, type Sheet } from './panes.tsx'
import { uiStore, useUi } from './state/ui-store.ts'
import { TimelineStrip } from './transport/timeline-strip.tsx'
import { TransportBar } from './transport/transport-bar.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import { Tabs } from './ui/tabs.tsx'

const SHEETS: readonly Sheet[] = [
  { id: 'canvas', title: 'Graph', Content: Canvas },
  ...LEFT,
  ...BOTTOM,
  ...RIGHT,
]

/** Most screens do without. */
const SheetIcon = lazyPart(async () => (await import('./sheet-icon.tsx')).SheetIcon)

/** On a narrow screen one sheet at a time; the transport stays in reach. */
export function NarrowLayout() {
  const wanted = useUi((ui) => ui.narrowTab)
  const chosen = SHEETS.find(({ id }) => id === wanted) ?? SHEETS[0]
  return (
    <div className={css.narrow}>
      <div className={css.narrowSheets}>
        <Tabs
          label="Sheets"
          placement="bottom"
          value={chosen.id}
          onChange={(id) => uiStore.setState({ narrowTab: id })}
          tabs={SHEETS.map(({ id, title, Content, Count }) => ({
            id,
            label: (
              <>
                <span className={css.sheetIcon}>
                  <SheetIcon sheet={id} />
                </span>
                {title}
              </>
            ),
            badge: Count && (
              <span className={css.corner}>
                <Count />
              </span>
            ),
            content: <NarrowSheet title={title} Content={Content} />,
          }))}
        />
      </div>
    </div>
  )
}

function NarrowSheet({ title, Content }: Pick<Sheet, 'title' | 'Content'>) {
  return (
    <div className={css.narrowSheet}>
      {/* A sheet of text alone has nothing else that could take the focus to scroll it. */}
      <div className={css.narrowContent} role="group" aria-label={title} tabIndex={0}>
        <Content />
      </div>
      <TimelineStrip />
      <TransportBar />
    </div>
  )
}
