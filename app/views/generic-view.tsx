import { formatNumber } from '../ui/format.ts'
import type { ViewProps } from './node-view.tsx'
import css from './view.module.css'

const ROWS = 12

/** Any snapshot: plain values as a list, lists of records as tables. */
export function GenericView({ snapshot }: ViewProps) {
  const entries = Object.entries(snapshot)
  const plain = entries.filter(([, value]) => !isTable(value) && !isRecord(value))
  const tables = entries.filter(([, value]) => isTable(value)) as [string, Record<string, unknown>[]][]
  const records = entries.filter(([, value]) => isRecord(value)) as [string, Record<string, unknown>][]
  return (
    <>
      {plain.length > 0 && <Pairs values={Object.fromEntries(plain)} />}
      {records.map(([name, value]) => (
        <div key={name}>
          <h4 className={css.name}>{inWords(name)}</h4>
          <Pairs values={value} />
        </div>
      ))}
      {tables.map(([name, rows]) =>
        rows.length === 0 ? null : <Table key={name} name={name} rows={rows} />,
      )}
    </>
  )
}

function Pairs({ values }: { values: Record<string, unknown> }) {
  return (
    <dl className={css.pairs}>
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{inWords(name)}</dt>
          <dd>{show(name, value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Table({ name, rows }: { name: string; rows: Record<string, unknown>[] }) {
  const columns = Object.keys(rows[0])
  return (
    <div>
      <h4 className={css.name}>
        {inWords(name)} <span className={css.count}>{rows.length}</span>
      </h4>
      <div className={css.scroll} role="region" aria-label={inWords(name)} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{inWords(column)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS).map((row, i) => (
              <tr key={i}>
                {columns.map((column) => (
                  <td key={column}>{show(column, row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTable = (value: unknown): boolean => Array.isArray(value) && value.every(isRecord)

/** `resetAfterNanos` becomes "reset after": the unit goes to the value. */
function inWords(name: string): string {
  const words = name
    .replace(/(Nanos|Bytes)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function show(name: string, value: unknown): string {
  if (typeof value === 'number') {
    if (name.endsWith('Nanos') || name.endsWith('At')) return `${formatNumber(value / 1e9)} s`
    return formatNumber(value)
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value))
    return value.length === 0
      ? '–'
      : value
          .slice(0, 8)
          .map((each) => show('', each))
          .join(', ') + (value.length > 8 ? ' …' : '')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
