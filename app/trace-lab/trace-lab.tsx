import { FileChartLine } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useRun } from '../state/run-store.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { showTraceLab, studyFile, useTraceLab } from './trace-study.ts'
import css from './trace-lab.module.css'

const TraceLabPanel = lazy(() => import('./trace-lab-panel.tsx'))

const study = (file: File): void => void studyFile(file)

/** Where a recorded trace meets every eviction policy; offered beside designs that have caches. */
export function TraceLab() {
  const nodes = useRun((run) => run.opened?.document.nodes)
  const open = useTraceLab((lab) => lab.open)
  const hasCaches = Object.values(nodes ?? {}).some(({ kind }) => kind === 'cache')
  if (!hasCaches && !open) return null
  return (
    <>
      <FileDrop
        invitation="Drop a recorded trace to see what every eviction policy makes of it"
        onFile={study}
      />
      <Button
        size="small"
        icon={FileChartLine}
        aria-label="Study a recorded trace"
        data-testid="trace-lab"
        onClick={() => showTraceLab(true)}
      >
        <span className={css.wideOnly}>Trace lab</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={showTraceLab}
        title="Trace lab"
        description="Every eviction policy over requests that somebody recorded, beside the best that any could do."
        size="wide"
        data-testid="trace-lab-dialog"
      >
        <Suspense fallback={null}>
          <TraceLabPanel />
        </Suspense>
      </Dialog>
    </>
  )
}
