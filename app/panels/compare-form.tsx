import { useState } from 'react'
import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { runStore, useRun } from '../state/run-store.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import css from './panel.module.css'

/** Chooses a strategy and what it is to be compared with, and starts both. */
export function CompareForm({ design, onStart }: { design: Design; onStart: () => void }) {
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
