import { formatBytes, formatNumber } from '../../ui/format.ts'
import css from './storage-node.module.css'

interface Table {
  entries: number
  sizeBytes: number
  firstKey: number
  lastKey: number
  tombstones: number
}
export interface Engine {
  compaction: string
  memtable: { entries: number; sizeBytes: number; full: number; frozen: number }
  logBytes: number
  levels: Table[][]
  merging: number
  liveBytes: number
  readAmplification: number
  writeAmplification: number
  spaceAmplification: number
}

/** The engine of one node: what is in memory, and every table on disk, level by level, as wide as it is large. */
export function LevelsPicture({ engine }: { engine: Engine }) {
  const { memtable, levels, logBytes } = engine
  const widest = Math.max(memtable.full, logBytes, ...levels.map(bytesOf))
  const share = (bytes: number) => `${(100 * bytes) / widest}%`
  return (
    <div>
      <h4 className={css.title}>
        Tables on disk{' '}
        <span className={css.soft}>
          {engine.compaction} compaction{engine.merging > 0 ? `, merging ${engine.merging}` : ''}
        </span>
      </h4>
      <dl className={css.levels}>
        <dt>Memory</dt>
        <dd>
          <span className={css.memtable} style={{ width: share(memtable.full) }}>
            <span style={{ width: `${Math.min(100, (100 * memtable.sizeBytes) / memtable.full)}%` }} />
          </span>
        </dd>
        <dd className={css.bytes}>{text(memtable.sizeBytes)}</dd>
        <dt>Log</dt>
        <dd>
          <span className={css.log} style={{ width: share(logBytes) }} />
        </dd>
        <dd className={css.bytes}>{text(logBytes)}</dd>
        {levels.map((tables, level) => (
          <Level key={level} level={level} tables={tables} share={share} />
        ))}
      </dl>
      <p className={css.amplifications}>
        Written <b>{formatNumber(engine.writeAmplification)} ×</b>, read{' '}
        <b>{formatNumber(engine.readAmplification)} blocks</b> a lookup, kept{' '}
        <b>{formatNumber(engine.spaceAmplification)} ×</b>
      </p>
    </div>
  )
}

function Level({
  level,
  tables,
  share,
}: {
  level: number
  tables: Table[]
  share: (bytes: number) => string
}) {
  return (
    <>
      <dt>Level {level}</dt>
      <dd>
        {tables.map(({ sizeBytes, entries, tombstones, firstKey, lastKey }, i) => (
          <span
            key={i}
            className={css.table}
            style={{ width: share(sizeBytes) }}
            title={`${entries} entries, ${tombstones} deletions, keys ${firstKey} to ${lastKey}`}
          />
        ))}
      </dd>
      <dd className={css.bytes}>{text(bytesOf(tables))}</dd>
    </>
  )
}

const bytesOf = (tables: readonly Table[]): number =>
  tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

function text(bytes: number): string {
  const { figure, unit } = formatBytes(bytes)
  return `${figure} ${unit}`
}
