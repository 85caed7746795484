import type { LogEntry } from '../../algorithms/consensus/raft/log-entry.ts'
import type { RaftPlace } from './place.ts'
import type { RaftHost } from './raft-host.ts'

/** How many of the newest entries are shown. */
const SHOWN = 12

/** What the picture `raft-log` shows of a server: plain data. `tell` puts an entry into words. Reads only. */
export function inspectRaft<Command>(
  host: Pick<RaftHost<Command, never>, 'raft' | 'takesPart' | 'behind'> & {
    readonly place: Pick<RaftPlace, 'self' | 'names'>
  },
  tell: (entry: LogEntry<Command>) => string,
) {
  const { raft, place } = host
  const { role, term, vote, leader, commitIndex, baseIndex, lastIndex, configuration, leading } =
    raft.inspect()
  const nameOf = (member: number) => place.names[member] ?? `server ${member}`
  const log = []
  for (let index = Math.max(baseIndex + 1, lastIndex - SHOWN + 1); index <= lastIndex; index++) {
    const entry = raft.entryAt(index)!
    log.push({ index, term: entry.term, committed: index <= commitIndex, text: tell(entry) })
  }
  return {
    server: nameOf(place.self),
    role: host.takesPart ? role : 'takes no part',
    term,
    votedFor: vote === -1 ? null : nameOf(vote),
    leader: leader === -1 ? null : nameOf(leader),
    commitIndex,
    lastIndex,
    compactedTo: baseIndex,
    behind: host.behind,
    group: {
      voters: configuration.voters.map(nameOf),
      outgoing: configuration.outgoing.map(nameOf),
      learners: configuration.learners.map(nameOf),
    },
    log,
    followers: (leading?.followers ?? []).map(({ member, mode, match, next }) => ({
      server: nameOf(member),
      mode,
      holds: match,
      next,
    })),
  }
}
