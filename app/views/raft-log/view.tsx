import { GenericView } from '../generic-view.tsx'
import type { ViewProps } from '../node-view.tsx'
import { LogStrip, type LogCell } from './log-strip.tsx'
import { Members } from './members.tsx'
import { Standing, type Follower } from './standing.tsx'
import css from './raft-log.module.css'

/** One server of a Raft group: its term and role, the end of its log, and, where it leads, how far the others are. */
export default function RaftLogView({ snapshot }: ViewProps) {
  const {
    server,
    role,
    term,
    votedFor,
    leader,
    commitIndex,
    lastIndex,
    compactedTo,
    behind,
    group,
    ...rest
  } = snapshot as Record<string, never>
  const { log, followers, ...others } = rest as Record<string, unknown>
  const rows = followers as Follower[]
  return (
    <>
      <header className={css.header}>
        <span className={css.role} data-role={role}>
          {role}
        </span>
        <span>
          term <b>{term}</b>
        </span>
        <span>
          {leader === null
            ? 'knows no leader'
            : leader === server
              ? 'leads the group'
              : `follows ${String(leader)}`}
        </span>
        <span className={css.faint}>
          {votedFor === null ? 'has not voted in it' : `its vote went to ${String(votedFor)}`}
        </span>
      </header>
      <Members group={group} />
      <div>
        <h4 className={css.title}>
          End of the log <span className={css.faint}>entries by term; committed up to {commitIndex}</span>
        </h4>
        <LogStrip cells={log as LogCell[]} compactedTo={compactedTo} />
      </div>
      {rows.length > 0 && (
        <div>
          <h4 className={css.title}>
            What the others hold <span className={css.faint}>of {lastIndex} entries</span>
          </h4>
          <Standing
            rows={[{ server, mode: 'leads', holds: lastIndex, next: lastIndex + 1 }, ...rows]}
            commitIndex={commitIndex}
            lastIndex={lastIndex}
          />
        </div>
      )}
      <GenericView snapshot={{ behind, ...others }} />
    </>
  )
}
