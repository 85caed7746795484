import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { ActiveFault } from '../../engine/run/fault-board.ts'
import { Glyph } from '../ui/glyph.tsx'
import css from './canvas.module.css'

/** The glyphs of faults in force, each named for those who hover or listen. */
export function FaultGlyphs({ faults }: { faults: readonly ActiveFault[] }) {
  return faults.map(({ id, fault }) => {
    const spec = FAULTS.get(fault)
    const title = spec?.title ?? fault
    return (
      <span key={id} className={css.faultGlyph} title={title} data-testid="fault-glyph">
        <Glyph name={spec?.icon ?? 'zap'} />
        <span className="visually-hidden">{title}</span>
      </span>
    )
  })
}
