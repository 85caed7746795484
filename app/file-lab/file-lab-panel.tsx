import type { FileReading } from '../../workers/files-api.ts'
import { LabDialog } from '../lab/lab-dialog.tsx'
import { formatBytes, formatCount } from '../ui/format.ts'
import { cancelReading, readFile, showFileLab, useFileLab } from './file-lab-store.ts'
import { RecordTable } from './record-table.tsx'
import css from './file-lab.module.css'

/** The adapters of a design, on a file of one's own. */
export function FileLabPanel() {
  const { reading, working, problem } = useFileLab((lab) => lab)
  return (
    <LabDialog
      name="file"
      title="File lab"
      description="The adapters of this design, on a file of your own: what can be loaded, and what is rejected for which reason."
      thing="file"
      formats="CSV, a JSON array of objects, XML records, or text in columns."
      onFile={(file) => void readFile(file)}
      onClose={() => showFileLab(false)}
      working={
        working && {
          fraction: working.fraction,
          step: `${formatCount(working.rows)} rows · ${formatCount(working.rejected)} rejected`,
        }
      }
      onCancel={cancelReading}
      problem={problem}
    >
      {reading && <Reading reading={reading} />}
    </LabDialog>
  )
}

const bytesText = (bytes: number): string => {
  const { figure, unit } = formatBytes(bytes)
  return `${figure} ${unit}`
}

function Reading({ reading }: { reading: FileReading }) {
  const { name, format, bytes, rows, rejected, columns, preview, rejects, heldMostBytes, wholeBytes } =
    reading
  return (
    <>
      <p className={css.facts} data-testid="file-facts">
        <strong>{name}</strong> ({format}, {bytesText(bytes)}): {formatCount(rows)} rows can be loaded,{' '}
        {formatCount(rejected)} are rejected. Reading it as it comes held {bytesText(heldMostBytes)} at once;
        as a whole it would have been {bytesText(wholeBytes)}.
      </p>
      {rejects.length > 0 && (
        <RecordTable
          title={rejects.length < rejected ? `Rejected, the first ${rejects.length}` : 'Rejected'}
          columns={[{ name: 'Row' }, { name: 'Reason' }, { name: 'What it said' }]}
          rows={rejects.map(({ number, reason, raw }) => [String(number), reason, raw])}
          testid="file-rejects"
        />
      )}
      {preview.length > 0 && (
        <RecordTable
          title={`Rows to be loaded, the first ${preview.length}`}
          columns={columns.map((column) => ({ name: column.name, hint: column.looksLike }))}
          rows={preview.map((row) => columns.map((column) => row[column.name] ?? ''))}
          testid="file-preview"
        />
      )}
    </>
  )
}
