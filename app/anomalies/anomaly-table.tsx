import { Fragment, useEffect, useMemo, useState } from 'react'
import type { AnomalyVerdict } from '../../engine/algorithms/txn/anomalies.ts'
import type { IsolationLevel, SerializableStrategy } from '../../engine/algorithms/txn/outcome.ts'
import { AnomalyCourse } from './anomaly-course.tsx'
import { playAnomalies } from './play-anomalies.ts'
import css from './anomalies.module.css'

const LEVELS: Readonly<Record<IsolationLevel, string>> = {
  'read-uncommitted': 'Read uncommitted',
  'read-committed': 'Read committed',
  snapshot: 'Snapshot',
  serializable: 'Serializable',
}
/** As headings, with places where a narrow column may break them. */
const HEADINGS: Readonly<Record<IsolationLevel, string>> = {
  'read-uncommitted': 'Read un\u00adcom\u00admitted',
  'read-committed': 'Read com\u00admitted',
  snapshot: 'Snap\u00adshot',
  serializable: 'Serial\u00adizable',
}
const MEANS = { rollback: 'rolled back', waiting: 'waits', visibility: 'not seen' } as const

const outcomeOf = ({ preventedBy }: AnomalyVerdict): string =>
  preventedBy === null ? 'happens' : MEANS[preventedBy]

type Chosen = Pick<AnomalyVerdict, 'code' | 'level'>

/** What each isolation level lets through: every anomaly's interleaving is played on the store while one looks at the guide. */
export function AnomalyTable() {
  const [strategy, setStrategy] = useState<SerializableStrategy>('snapshot-isolation')
  const [chosen, setChosen] = useState<Chosen>({ code: 'P4', level: 'read-committed' })
  const { verdicts, problem } = useVerdicts(strategy)
  return (
    <figure className={css.figure} data-testid="anomalies">
      <label className={css.control}>
        <input
          type="checkbox"
          checked={strategy === 'two-phase-locking'}
          onChange={({ target }) => setStrategy(target.checked ? 'two-phase-locking' : 'snapshot-isolation')}
          data-testid="anomalies-locking"
        />
        Serializable by read locks, not by finding conflicts
      </label>
      {problem !== null && <p role="alert">The anomalies could not be played: {problem}.</p>}
      <Verdicts verdicts={verdicts} chosen={chosen} onChoose={setChosen} />
    </figure>
  )
}

function useVerdicts(strategy: SerializableStrategy) {
  const [played, setPlayed] = useState<{ verdicts: readonly AnomalyVerdict[]; problem: string | null }>({
    verdicts: [],
    problem: null,
  })
  useEffect(() => {
    let wanted = true
    playAnomalies(strategy).then(
      (verdicts) => wanted && setPlayed({ verdicts, problem: null }),
      (error: Error) => wanted && setPlayed({ verdicts: [], problem: error.message }),
    )
    return () => {
      wanted = false
    }
  }, [strategy])
  return played
}

interface VerdictsProps {
  verdicts: readonly AnomalyVerdict[]
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
}

function Verdicts({ verdicts, chosen, onChoose }: VerdictsProps) {
  const rows = useMemo(() => {
    const codes = [...new Set(verdicts.map(({ code }) => code))]
    return codes.map((code) => verdicts.filter((verdict) => verdict.code === code))
  }, [verdicts])
  return (
    <div className={css.scroll} role="region" aria-label="Anomalies by isolation level" tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Anomaly</th>
            {Object.entries(HEADINGS).map(([level, title]) => (
              <th key={level} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row[0].code}>
              <Row row={row} chosen={chosen} onChoose={onChoose} />
              {row
                .filter((verdict) => isChosen(verdict, chosen))
                .map((verdict) => (
                  <tr key={verdict.level}>
                    <td colSpan={1 + row.length}>
                      <AnomalyCourse verdict={verdict} level={LEVELS[verdict.level]} />
                    </td>
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({
  row,
  chosen,
  onChoose,
}: Omit<VerdictsProps, 'verdicts'> & { row: readonly AnomalyVerdict[] }) {
  return (
    <tr>
      <th scope="row">
        {row[0].title} <span className={css.code}>{row[0].code}</span>
      </th>
      {row.map((verdict) => (
        <td key={verdict.level}>
          <button
            type="button"
            className={css.cell}
            data-verdict={verdict.verdict}
            aria-pressed={isChosen(verdict, chosen)}
            onClick={() => onChoose(verdict)}
            data-testid={`anomaly-${verdict.code}-${verdict.level}`}
          >
            {outcomeOf(verdict)}
          </button>
        </td>
      ))}
    </tr>
  )
}

const isChosen = (verdict: AnomalyVerdict, { code, level }: Chosen): boolean =>
  verdict.code === code && verdict.level === level
