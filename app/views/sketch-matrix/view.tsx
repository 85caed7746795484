import { formatCount } from '../../ui/format.ts'
import { GenericView } from '../generic-view.tsx'
import type { ViewProps } from '../node-view.tsx'
import type { Matrix } from './draw-matrix.ts'
import { MatrixCanvas } from './matrix-canvas.tsx'
import css from './sketch-matrix.module.css'

interface Entry {
  item: string
  count: number
}

/** Inside a mapper or the reducer: the matrix if there is one, who is first, and the rest as figures. */
export default function SketchMatrixView({ snapshot }: ViewProps) {
  const { matrix, top, ...rest } = snapshot
  return (
    <>
      {matrix !== undefined && <MatrixCanvas matrix={matrix as Matrix} />}
      <Ranking entries={top as Entry[]} />
      <GenericView snapshot={rest} />
    </>
  )
}

function Ranking({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) return null
  const most = entries[0].count
  return (
    <div>
      <h4 className={css.title}>Most frequent, with their estimates</h4>
      <ol className={css.ranking}>
        {entries.map(({ item, count }) => (
          <li key={item} className={css.entry}>
            <span>{item}</span>
            <span className={css.bar} style={{ width: `${(count / most) * 100}%` }} />
            <span className={css.figureCount}>{formatCount(count)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
