import { FileUp, X } from 'lucide-react'
import type { FileReading } from '../../workers/files-api.ts'
import { Button } from '../ui/button.tsx'
import { formatBytes, formatCount } from '../ui/format.ts'
import { cancelReading, readFile, useFileLab, type FileLabState } from './file-lab-store.ts'
import { RecordTable } from './record-table.tsx'
import css from './file-lab.module.css'

/** Choose a file, watch it being read, see what was rejected. */
export default function FileLabPanel() {
  const { reading, working, problem } = useFileLab((lab) => lab)
  return (
    <div className={css.lab}>
      <ChooseFile compact={reading !== null || working !== null} />
      {problem !== null && (
        <p className={css.problem} role="alert" data-testid="file-problem">
          {problem}
        </p>
      )}
      {working !== null && <Working {...working} />}
      {reading !== null && <Reading reading={reading} />}
    </div>
  )
}

function ChooseFile({ compact }: { compact: boolean }) {
  return (
    <label className={compact ? css.chooseCompact : css.choose}>
      <FileUp aria-hidden size={compact ? 16 : 22} />
      <span className={css.chooseText}>
        <strong>{compact ? 'Another file…' : 'Choose a file, or drop one anywhere on the page'}</strong>
        {!compact && (
          <span className={css.hint}>
            CSV, a JSON array of objects, XML records, or text in columns. The file stays on this device.
          </span>
        )}
      </span>
      <input
        type="file"
        className={css.file}
        data-testid="record-file"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = '' // so that the same file can be chosen again
          if (file !== undefined) void readFile(file)
        }}
      />
    </label>
  )
}

function Working({ name, fraction, rows, rejected }: NonNullable<FileLabState['working']>) {
  return (
    <div className={css.working} data-testid="file-working">
      <progress
        className={css.progress}
        max={1}
        value={fraction}
        aria-label={`Progress of reading ${name}`}
      />
      <span className={css.step}>
        {Math.floor(fraction * 100)} % · {formatCount(rows)} rows · {formatCount(rejected)} rejected
      </span>
      <Button size="small" icon={X} onClick={cancelReading} data-testid="file-cancel">
        Cancel
      </Button>
    </div>
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
