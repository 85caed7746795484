import css from './raft-log.module.css'

export interface Follower {
  server: string
  mode: string
  /** Up to here its log agrees with the leader's. */
  holds: number
  /** The next entry that will be sent to it. */
  next: number
}

/** How many entries the bars show, counted from the end. */
const SPAN = 40
const MODES: Record<string, string> = {
  probe: 'is asked where it agrees',
  snapshot: 'gets a snapshot',
  replicate: '',
  leads: 'leads',
}

/** A bar a server: what it holds, what is under way to it, and a line at what is committed. */
export function Standing({
  rows,
  commitIndex,
  lastIndex,
}: {
  rows: Follower[]
  commitIndex: number
  lastIndex: number
}) {
  const from = Math.max(0, lastIndex - SPAN)
  const share = (index: number) => `${(100 * Math.max(0, index - from)) / Math.max(1, lastIndex - from)}%`
  return (
    <ul className={css.standing}>
      {rows.map(({ server, mode, holds, next }) => (
        <li key={server}>
          <span>{server}</span>
          <span className={css.bar} title={`Holds ${holds} of ${lastIndex} entries`}>
            <i className={css.underWay} style={{ width: share(next - 1) }} />
            <i className={css.holds} style={{ width: share(holds) }} />
            <i className={css.commit} style={{ left: share(commitIndex) }} />
          </span>
          <span className={css.number}>{holds}</span>
          <span className={css.faint}>{MODES[mode] ?? mode}</span>
        </li>
      ))}
    </ul>
  )
}
