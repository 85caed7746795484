import { Columns2 } from 'lucide-react'
import { useState } from 'react'
import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { runStore, useRun } from '../state/run-store.ts'
import { setLane, useUi } from '../state/ui-store.ts'
import { Button } from '../ui/button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Popover } from '../ui/popover.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import css from './panel.module.css'

const CompareForm = lazyPart(async () => (await import('./compare-form.tsx')).CompareForm)

/** Two settings of one strategy side by side: the same seed, the same load, the same faults. */
export function CompareControl() {
  const design = useRun((run) => run.opened?.design ?? null)
  const lanes = useRun((run) => run.opened?.lanes.length ?? 1)
  const [open, setOpen] = useState(false)
  if (design === null) return null
  if (lanes > 1) return <Comparing design={design} />
  return (
    <Popover
      label="Compare two settings"
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <Button size="small" icon={Columns2} aria-label="Compare two settings" data-testid="compare">
          <span className={css.wideOnly}>Compare</span>
        </Button>
      }
    >
      <CompareForm design={design} onStart={() => setOpen(false)} />
    </Popover>
  )
}

function Comparing({ design }: { design: Design }) {
  const lane = useUi((ui) => ui.lane)
  const lanes = useRun((run) => run.opened!.lanes)
  const different = Object.keys(design.switches).filter(
    (name) => lanes[0].settings[name] !== lanes[1].settings[name],
  )
  const titleOf = (i: number) =>
    different.map((name) => design.switches[name].options[lanes[i].settings[name]].title).join(', ')
  const end = () => {
    setLane(0)
    const { opened } = runStore.getState()
    const { seed, document: edited } = opened ?? {}
    void session.open(design.slug, { seed, lanes: [lanes[0].settings], edited, keep: true, play: true })
  }
  return (
    <>
      <SegmentedControl
        aria-label="Which of the two is shown"
        size="small"
        value={String(lane)}
        options={[0, 1].map((i) => ({ value: String(i), label: `${'AB'[i]}: ${titleOf(i)}` }))}
        onChange={(value) => setLane(Number(value))}
        data-testid="lane"
      />
      <Button size="small" variant="quiet" onClick={end} data-testid="compare-end">
        End comparison
      </Button>
    </>
  )
}
