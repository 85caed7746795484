import { Columns2 } from 'lucide-react'
import { useState } from 'react'
import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { runStore, useRun } from '../state/run-store.ts'
import { setLane, useUi } from '../state/ui-store.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { Select } from '../ui/select.tsx'
import css from './panel.module.css'

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

function CompareForm({ design, onStart }: { design: Design; onStart: () => void }) {
  const names = Object.keys(design.switches)
  const [name, setName] = useState(names[0])
  const settings = useRun((run) => run.status[0]?.settings ?? {})
  const { options } = design.switches[name]
  const a = settings[name] ?? design.switches[name].default
  const others = Object.keys(options).filter((each) => each !== a)
  const [wished, setWished] = useState('')
  const b = others.includes(wished) ? wished : others[0]
  const titled = (values: string[]) => values.map((value) => ({ value, label: options[value].title }))
  const start = () => {
    const { seed = 1, document: edited } = runStore.getState().opened ?? {}
    const both = [{ ...settings }, { ...settings, [name]: b }]
    void session.open(design.slug, { seed, lanes: both, edited, keep: true, play: true })
    onStart()
  }
  return (
    <div className={css.form} style={{ width: '17rem' }} data-testid="compare-form">
      <Field label="Strategy">
        {(control) => (
          <Select
            {...control}
            value={name}
            options={names.map((value) => ({ value, label: design.switches[value].title }))}
            onChange={setName}
            size="small"
            data-testid="compare-switch"
          />
        )}
      </Field>
      <p className={css.small}>
        <strong>A</strong> is as now: {options[a].title}
      </p>
      <Field label="B">
        {(control) => (
          <Select
            {...control}
            value={b}
            options={titled(others)}
            onChange={setWished}
            size="small"
            data-testid="compare-b"
          />
        )}
      </Field>
      <Button variant="primary" size="small" onClick={start} data-testid="compare-start">
        Run both from the start
      </Button>
      <p className={css.faint}>
        Same seed, same load; what you do is done to both, except strategies, which you flip in the one you
        look at.
      </p>
    </div>
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
