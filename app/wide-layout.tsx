import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import css from './app.module.css'
import { Canvas } from './canvas/canvas.tsx'
import { BOTTOM, LEFT, RIGHT } from './panes.tsx'
import { Sheets } from './sheets.tsx'
import { localStore } from './storage/local-store.ts'
import { TimelineStrip } from './transport/timeline-strip.tsx'
import { TransportBar } from './transport/transport-bar.tsx'

/** Three panes and the time line, each as large as a person likes it. */
export function WideLayout() {
  const rows = useDefaultLayout({ id: 'breakwater.rows', storage: localStore })
  const columns = useDefaultLayout({ id: 'breakwater.columns', storage: localStore })
  return (
    <Group
      orientation="vertical"
      className={css.fill}
      defaultLayout={rows.defaultLayout}
      onLayoutChanged={rows.onLayoutChanged}
    >
      <Panel id="panes" minSize="30%">
        <Group
          className={css.fill}
          defaultLayout={columns.defaultLayout}
          onLayoutChanged={columns.onLayoutChanged}
        >
          {LEFT.length > 0 && (
            <>
              <Panel
                id="left"
                defaultSize={290}
                minSize={220}
                maxSize="40%"
                groupResizeBehavior="preserve-pixel-size"
              >
                <Sheets sheets={LEFT} which="leftTab" label="Controls" />
              </Panel>
              <Separator className={css.upright} />
            </>
          )}
          <Panel id="middle" minSize="30%">
            <Canvas />
          </Panel>
          {RIGHT.length > 0 && (
            <>
              <Separator className={css.upright} />
              <Panel
                id="right"
                defaultSize={350}
                minSize={240}
                maxSize="45%"
                groupResizeBehavior="preserve-pixel-size"
              >
                <Sheets sheets={RIGHT} which="rightTab" label="Details" />
              </Panel>
            </>
          )}
        </Group>
      </Panel>
      <Separator className={css.level} />
      <Panel
        id="time"
        defaultSize={BOTTOM.length > 0 ? 336 : 104}
        minSize={104}
        maxSize="65%"
        groupResizeBehavior="preserve-pixel-size"
      >
        <section className={css.time} aria-label="Time">
          <TransportBar />
          <TimelineStrip />
          {BOTTOM.length > 0 && (
            <div className={css.below}>
              <Sheets sheets={BOTTOM} which="bottomTab" label="Charts" />
            </div>
          )}
        </section>
      </Panel>
    </Group>
  )
}
