import { useState } from 'react'
import type { TraceStudy } from '../../workers/exploration-api.ts'
import { LabDialog } from '../lab/lab-dialog.tsx'
import { formatCount } from '../ui/format.ts'
import { HitRateChart } from './hit-rate-chart.tsx'
import { HitRateTable } from './hit-rate-table.tsx'
import { cancelStudy, showTraceLab, studyFile, useTraceLab } from './trace-study.ts'
import css from './trace-lab.module.css'

/** Every eviction policy, on a trace of one's own. */
export function TraceLabPanel() {
  const { study, working, problem } = useTraceLab((lab) => lab)
  return (
    <LabDialog
      name="trace"
      title="Trace lab"
      description="Every eviction policy over requests that somebody recorded, beside the best that any could do."
      thing="trace"
      formats="Text with one key a line, ARC .lis or oracleGeneral, each also as .gz."
      onFile={(file) => void studyFile(file)}
      onClose={() => showTraceLab(false)}
      working={working}
      onCancel={cancelStudy}
      problem={problem}
    >
      {study && study.curves.length > 0 ? <Study key={study.name} study={study} /> : null}
    </LabDialog>
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
