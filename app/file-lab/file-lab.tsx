import { FileSpreadsheet } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useRun } from '../state/run-store.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { readFile, showFileLab, useFileLab } from './file-lab-store.ts'
import css from './file-lab.module.css'

const FileLabPanel = lazy(() => import('./file-lab-panel.tsx'))

const take = (file: File): void => void readFile(file)

/** Where the adapters read a file of one's own; offered beside designs that have adapters. */
export function FileLab() {
  const nodes = useRun((run) => run.opened?.document.nodes)
  const open = useFileLab((lab) => lab.open)
  const hasAdapters = Object.values(nodes ?? {}).some(({ kind }) => kind === 'file-adapter')
  if (!hasAdapters && !open) return null
  return (
    <>
      <FileDrop invitation="Drop a file of records to see what the adapters make of it" onFile={take} />
      <Button
        size="small"
        icon={FileSpreadsheet}
        aria-label="Read a file of your own"
        data-testid="file-lab"
        onClick={() => showFileLab(true)}
      >
        <span className={css.wideOnly}>File lab</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={showFileLab}
        title="File lab"
        description="The adapters of this design, on a file of your own: what can be loaded, and what is rejected for which reason."
        size="wide"
        data-testid="file-lab-dialog"
      >
        <Suspense fallback={null}>
          <FileLabPanel />
        </Suspense>
      </Dialog>
    </>
  )
}
