import { FileChartLine } from 'lucide-react'
import { LabEntry } from '../lab/lab-entry.tsx'
import { useRun } from '../state/run-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { showTraceLab, studyFile, useTraceLab } from './trace-study.ts'

const TraceLabPanel = lazyPart(async () => (await import('./trace-lab-panel.tsx')).TraceLabPanel)

const study = (file: File): void => void studyFile(file)

/** Where a recorded trace meets every eviction policy; offered beside designs that have caches. */
export function TraceLab() {
  const nodes = useRun((run) => run.opened?.document.nodes)
  const open = useTraceLab((lab) => lab.open)
  const hasCaches = Object.values(nodes ?? {}).some(({ kind }) => kind === 'cache')
  if (!hasCaches && !open) return null
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
