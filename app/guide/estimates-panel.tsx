import { useMemo } from 'react'
import { evaluateEstimates } from '../../engine/run/estimates.ts'
import type { Design, Estimate } from '../../engine/schema/design.ts'
import { formatReadingText } from '../ui/format.ts'
import css from './guide.module.css'

/** The back of the envelope: every figure with its formula or its source, corrected where the source is wrong. */
export function EstimatesPanel({ design }: { design: Design }) {
  const values = useMemo(() => evaluateEstimates(design.estimates), [design])
  return (
    <div className={css.prose} data-testid="estimates">
      <dl className={css.estimates}>
        {Object.entries(design.estimates).map(([name, estimate]) => (
          <div key={name} className={css.estimateRow} data-testid={`estimate-${name}`}>
            <dt>{estimate.title}</dt>
            <dd>{formatReadingText(values.get(name)!, estimate.unit)}</dd>
            <p className={css.origin}>{originOf(estimate, design)}</p>
            {estimate.erratum !== undefined && (
              <p className={css.erratum}>
                <strong>Corrected.</strong> {estimate.erratum}
              </p>
            )}
          </div>
        ))}
      </dl>
    </div>
  )
}

/** A formula with the titles of what goes into it, or where a constant comes from. */
function originOf({ value, source }: Estimate, { estimates }: Design): string {
  if (typeof value === 'number') return source ?? 'given'
  const words = value.formula
    .replace(/\*/g, '×')
    .replace(/\//g, '÷')
    .replace(/[A-Za-z][A-Za-z0-9]*/g, (name) => estimates[name]?.title.toLowerCase() ?? name)
  return source === undefined ? `= ${words}` : `= ${words} (${source})`
}
