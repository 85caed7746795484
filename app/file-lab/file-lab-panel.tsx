import { LabDialog } from '../lab/lab-dialog.tsx'
import { formatCount } from '../ui/format.ts'
import { cancelReading, readFile, showFileLab, useFileLab } from './file-lab-store.ts'
import { FileReadings } from './file-readings.tsx'
import { ReadingOptions } from './reading-options.tsx'

/** The adapters of a design, on a file of one's own. */
export function FileLabPanel() {
  const { readings, working, problem } = useFileLab((lab) => lab)
  return (
    <LabDialog
      name="file"
      title="File lab"
      description="The adapters of this design, on a file of your own: what can be loaded, and what is rejected for which reason."
      thing="file"
      formats="CSV, a JSON array of objects, XML records, or text in columns."
      onFile={(file) => void readFile(file)}
      onClose={() => showFileLab(false)}
      options={<ReadingOptions />}
      working={
        working && {
          fraction: working.fraction,
          step:
            working.fraction === null
              ? 'All of it in one piece: it says nothing before its end'
              : `${formatCount(working.rows)} rows · ${formatCount(working.rejected)} rejected`,
        }
      }
      onCancel={cancelReading}
      problem={problem}
    >
      {(readings.stream ?? readings.whole) === undefined ? null : <FileReadings />}
    </LabDialog>
  )
}
