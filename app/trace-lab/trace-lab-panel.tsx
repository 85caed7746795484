import { useState } from 'react'
import { FileUp, X } from 'lucide-react'
import type { TraceStudy } from '../../workers/exploration-api.ts'
import { Button } from '../ui/button.tsx'
import { formatCount } from '../ui/format.ts'
import { HitRateChart } from './hit-rate-chart.tsx'
import { HitRateTable } from './hit-rate-table.tsx'
import { cancelStudy, studyFile, useTraceLab } from './trace-study.ts'
import css from './trace-lab.module.css'

/** Choose a file, watch the curves come, compare. */
export default function TraceLabPanel() {
  const { study, working, problem } = useTraceLab((lab) => lab)
  return (
    <div className={css.lab}>
      <ChooseFile compact={study !== null || working !== null} />
      {problem !== null && (
        <p className={css.problem} role="alert" data-testid="trace-problem">
          {problem}
        </p>
      )}
      {working !== null && <Working {...working} />}
      {study !== null && study.curves.length > 0 && <Study key={study.name} study={study} />}
    </div>
  )
}

function ChooseFile({ compact }: { compact: boolean }) {
  return (
    <label className={compact ? css.chooseCompact : css.choose}>
      <FileUp aria-hidden size={compact ? 16 : 22} />
      <span className={css.chooseText}>
        <strong>{compact ? 'Another trace…' : 'Choose a trace, or drop one anywhere on the page'}</strong>
        {!compact && (
          <span className={css.hint}>
            Text with one key a line, ARC .lis or oracleGeneral, each also as .gz. The file stays on this
            device.
          </span>
        )}
      </span>
      <input
        type="file"
        className={css.file}
        data-testid="trace-file"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = '' // so that the same file can be chosen again
          if (file !== undefined) void studyFile(file)
        }}
      />
    </label>
  )
}

function Working({ fraction, step }: { fraction: number; step: string }) {
  const percent = Math.floor(fraction * 100)
  return (
    <div className={css.working} data-testid="trace-working">
      <progress className={css.progress} max={1} value={fraction} aria-label="Progress of the study" />
      <span className={css.step}>
        {step} · {percent} %
      </span>
      <Button size="small" icon={X} onClick={cancelStudy} data-testid="trace-cancel">
        Cancel
      </Button>
    </div>
  )
}

function Study({ study }: { study: TraceStudy }) {
  const { capacities, requests, distinct, format, name } = study
  const [at, setAt] = useState(() => Math.floor(capacities.length / 2))
  const [chosen, setChosen] = useState('lru')
  return (
    <>
      <p className={css.facts} data-testid="trace-facts">
        <strong>{name}</strong> {formatCount(requests)} requests for {formatCount(distinct)} different keys (
        {format})
      </p>
      <div className={css.results}>
        <HitRateChart study={study} at={at} onAt={setAt} chosen={chosen} />
        <HitRateTable study={study} at={at} chosen={chosen} onChoose={setChosen} />
      </div>
      {study.unit === 'bytes' && (
        <p className={css.hint}>
          Objects differ in size here, so evicting the one asked for last is a strong guess and no bound.
        </p>
      )}
    </>
  )
}
