import { FileSpreadsheet } from 'lucide-react'
import { useEffect } from 'react'
import { LabEntry } from '../lab/lab-entry.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { readFile, showFileLab, useFileLab } from './file-lab-store.ts'

const FileLabPanel = lazyPart(async () => (await import('./file-lab-panel.tsx')).FileLabPanel)

const take = (file: File): void => void readFile(file)

/** Where the adapters read a file of one's own. */
export function FileLab() {
  const open = useFileLab((lab) => lab.open)
  useEffect(() => () => showFileLab(false), [])
  return (
    <>
      <LabEntry
        title="File lab"
        label="Read a file of your own"
        icon={FileSpreadsheet}
        invitation="Drop a file of records to see what the adapters make of it"
        onFile={take}
        onOpen={() => showFileLab(true)}
        data-testid="file-lab"
      />
      {open && <FileLabPanel />}
    </>
  )
}
