import { FileChartLine } from 'lucide-react'
import { useEffect } from 'react'
import { LabEntry } from '../lab/lab-entry.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { showTraceLab, studyFile, useTraceLab } from './trace-study.ts'

const TraceLabPanel = lazyPart(async () => (await import('./trace-lab-panel.tsx')).TraceLabPanel)

const study = (file: File): void => void studyFile(file)

/** Where a recorded trace meets every eviction policy. */
export function TraceLab() {
  const open = useTraceLab((lab) => lab.open)
  useEffect(() => () => showTraceLab(false), [])
  return (
    <>
      <LabEntry
        title="Trace lab"
        label="Study a recorded trace"
        icon={FileChartLine}
        invitation="Drop a recorded trace to see what every eviction policy makes of it"
        onFile={study}
        onOpen={() => showTraceLab(true)}
        data-testid="trace-lab"
      />
      {open && <TraceLabPanel />}
    </>
  )
}
