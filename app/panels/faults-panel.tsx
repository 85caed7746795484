import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { formatClock } from '../ui/format.ts'
import { FaultForm } from './fault-form.tsx'
import { placeInWords } from './fault-place.ts'
import css from './panel.module.css'

/** Breaking things: one click for the faults that the design's entry names, any fault anywhere, and what is in force. */
export function FaultsPanel() {
  const opened = useRun((run) => run.opened)
  if (opened === null) return <p className={css.empty}>Choose a design to break.</p>
  return (
    <div className={css.panel} data-testid="faults-panel">
      <ActiveFaults />
      {opened.design !== null && <BreakButtons design={opened.design} />}
      <section className={css.section} aria-labelledby="any-fault-heading">
        <h2 id="any-fault-heading" className={css.heading}>
          Any fault
        </h2>
        <FaultForm document={opened.document} />
      </section>
    </div>
  )
}

function ActiveFaults() {
  const lane = useUi((ui) => ui.lane)
  const faults = useRun((run) => run.status[lane]?.faults)
  const document = useRun((run) => run.opened?.document)
  if (faults === undefined || faults.length === 0 || document === undefined) return null
  return (
    <section className={css.section} aria-labelledby="active-heading">
      <h2 id="active-heading" className={css.heading}>
        In force
      </h2>
      <ul className={css.list} data-testid="active-faults">
        {faults.map(({ id, fault, on, sinceNanos }) => (
          <li key={id} className={css.activeFault}>
            <Glyph name={FAULTS.get(fault)?.icon ?? 'zap'} size={14} />
            <span className={css.grow}>
              <strong>{FAULTS.get(fault)?.title ?? fault}</strong> {placeInWords(on, document)}
              <span className={css.faint}> since {formatClock(sinceNanos)}</span>
            </span>
            <Button
              size="small"
              onClick={() => void session.act({ do: 'lift', id })}
              data-testid={`lift-${id}`}
            >
              Lift
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function BreakButtons({ design }: { design: Design }) {
  const strike = async (actions: Design['breaks'][string]['actions']) => {
    for (const action of actions) {
      // The same button twice: the fault is in force already, and that is what was asked for.
      const answer = await session.act(action, { quiet: action.do === 'inject' })
      if (!answer.ok && action.do === 'inject') session.notify('info', answer.message)
    }
  }
  return (
    <section className={css.section} aria-labelledby="break-heading">
      <h2 id="break-heading" className={css.heading}>
        Break this design
      </h2>
      {Object.entries(design.breaks).map(([name, { title, doc, actions }]) => (
        <button
          key={name}
          type="button"
          className={css.breakButton}
          onClick={() => void strike(actions)}
          data-testid={`break-${name}`}
        >
          <Glyph name={glyphOf(actions)} size={16} />
          <span>
            <strong>{title}</strong>
            <span className={css.breakDoc}>{doc}</span>
          </span>
        </button>
      ))}
    </section>
  )
}

function glyphOf(actions: Design['breaks'][string]['actions']): string {
  const inject = actions.find((action) => action.do === 'inject')
  return inject === undefined ? 'sliders-horizontal' : (FAULTS.get(inject.fault)?.icon ?? 'zap')
}
