import type { FileReading } from '../../workers/files-api.ts'
import { formatBytes, formatCount } from '../ui/format.ts'
import { useFileLab } from './file-lab-store.ts'
import { READING_WAYS } from './reading-ways.ts'
import { RecordTable } from './record-table.tsx'
import css from './file-lab.module.css'

/** What came of a file: what was in it, and what each way of reading took. */
export function FileReadings() {
  const { way, readings } = useFileLab((lab) => lab)
  const reading = (readings[way] ?? readings.stream ?? readings.whole)!
  const { name, format, bytes, rows, rejected, columns, preview, rejects, skippedCharacters } = reading
  return (
    <>
      <p className={css.facts} data-testid="file-facts">
        <strong>{name}</strong> ({format}, {bytesText(bytes)}): {formatCount(rows)} rows can be loaded,{' '}
        {formatCount(rejected)} are rejected.
        {skippedCharacters > 0 &&
          ` ${formatCount(skippedCharacters)} characters after a broken row could not be made out.`}
      </p>
      <Costs readings={readings} />
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

/** Of the ways in which it was read. */
function Costs({ readings }: { readings: Partial<Record<FileReading['way'], FileReading>> }) {
  return (
    <div>
      <RecordTable
        title="What reading it took"
        columns={['Read', 'Held at most', 'Time', 'Rows a second'].map((name) => ({ name }))}
        rows={READING_WAYS.flatMap(({ value, label }) => {
          const reading = readings[value]
          if (reading === undefined) return []
          const { heldMostBytes, tookMs, rows, rejected } = reading
          const perSecond = ((rows + rejected) / tookMs) * 1_000
          return [[label, bytesText(heldMostBytes), `${formatCount(tookMs)} ms`, formatCount(perSecond)]]
        })}
        testid="file-costs"
      />
      <p className={css.hint}>
        Held: bytes of the file, text of it and rows that were there at once, a letter counted as two bytes.
      </p>
    </div>
  )
}

const bytesText = (bytes: number): string => {
  const { figure, unit } = formatBytes(bytes)
  return `${figure} ${unit}`
}
