import { memo } from 'react'
import { TriangleAlert } from 'lucide-react'
import type { Switch } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Field } from '../ui/field.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { Select } from '../ui/select.tsx'
import css from './panel.module.css'

/** More settings than these do not fit side by side. */
const SIDE_BY_SIDE = 2

/** A strategy to flip while it runs. A naive setting says what it will break. */
export const SwitchControl = memo(function SwitchControl({ name, item }: { name: string; item: Switch }) {
  const lane = useUi((ui) => ui.lane)
  const lanes = useRun((run) => run.opened?.lanes.length ?? 1)
  const setting = useRun((run) => run.status[lane]?.settings[name] ?? item.default)
  const options = Object.entries(item.options).map(([value, { title, naive }]) => ({
    value,
    label: title,
    hint: naive,
  }))
  // In a comparison each lane keeps its own settings: the one that is looked at is flipped.
  const flip = (to: string) =>
    void session.act({ do: 'switch', name, to }, { lane: lanes > 1 ? lane : undefined })
  const naive = item.options[setting]?.naive
  return (
    <Field label={item.title} help={item.doc} data-testid={`switch-${name}`}>
      {(control) => (
        <>
          {options.length <= SIDE_BY_SIDE ? (
            <SegmentedControl
              {...control}
              value={setting}
              options={options.map(({ value, label }) => ({ value, label }))}
              onChange={flip}
              size="small"
              data-testid={`flip-${name}`}
            />
          ) : (
            <Select
              {...control}
              value={setting}
              options={options}
              onChange={flip}
              size="small"
              data-testid={`flip-${name}`}
            />
          )}
          {naive !== undefined && (
            <p className={css.naive} data-testid={`naive-${name}`}>
              <TriangleAlert aria-hidden size={12} /> {naive}
            </p>
          )}
        </>
      )}
    </Field>
  )
})
