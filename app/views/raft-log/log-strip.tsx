import css from './raft-log.module.css'

export interface LogCell {
  index: number
  term: number
  committed: boolean
  text: string
}

/** How many colours terms take turns at. */
const COLOURS = 6

/** The newest entries, oldest first: a cell each in the colour of its term; those that are not committed yet are outlined. */
export function LogStrip({ cells, compactedTo }: { cells: LogCell[]; compactedTo: number }) {
  if (cells.length === 0) return <p className={css.faint}>No entries yet.</p>
  const newest = cells.slice(-4).reverse()
  return (
    <>
      <ol className={css.strip} aria-label="Entries">
        {compactedTo > 0 && cells[0].index > 1 && (
          <li className={css.before} title={`Entries up to ${compactedTo} are kept as a snapshot`}>
            …
          </li>
        )}
        {cells.map(({ index, term, committed, text }) => (
          <li
            key={index}
            className={`${css.cell} ${css[`term${term % COLOURS}`]}`}
            data-committed={committed}
            title={`Entry ${index} of term ${term}${committed ? '' : ', not committed yet'}: ${text}`}
          >
            <span>{index}</span>
            <b>{term}</b>
          </li>
        ))}
      </ol>
      <ul className={css.texts}>
        {newest.map(({ index, text, committed }) => (
          <li key={index}>
            <span className={css.faint}>{index}</span> {text}
            {committed ? '' : <span className={css.faint}> – not committed yet</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
