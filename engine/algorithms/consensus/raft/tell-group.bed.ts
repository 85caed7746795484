import { ms, type Nanos } from '../../../lib/units.ts'
import { tellConfiguration } from './configuration.ts'
import type { LogEntry } from './log-entry.ts'
import type { RaftMessage } from './messages.ts'
import type { RaftNotice } from './output.ts'
import type { RaftGroup } from './raft-group.bed.ts'

const at = (now: Nanos) => `${(now / ms(1)).toFixed(1).padStart(7)} ms`

/** What servers say of themselves, a line each. */
export const tellNotices = (group: RaftGroup, since = 0): string[] =>
  group.told.slice(since).map(({ at: now, member, notice }) => `${at(now)}  ${member} ${tellNotice(notice)}`)

function tellNotice(notice: RaftNotice): string {
  switch (notice.type) {
    case 'campaign':
      return notice.probe ? `asks whether it could win term ${notice.term}` : `stands for term ${notice.term}`
    case 'became-leader':
      return `leads term ${notice.term}, its log reaches to ${notice.lastIndex}`
    case 'stepped-down':
      return `no longer leads term ${notice.term} (${notice.cause})`
    case 'follows':
      return notice.leader === -1
        ? `follows nobody in term ${notice.term}`
        : `follows ${notice.leader} in term ${notice.term}`
    case 'truncated':
      return `takes back ${notice.count} from ${notice.from} on`
    case 'snapshot-installed':
      return `takes the snapshot of ${notice.from} up to ${notice.index}`
    case 'configuration':
      return `goes by [${tellConfiguration(notice.configuration)}] since entry ${notice.index}`
    case 'contradicted':
      return `is contradicted in ${notice.index}, which is committed`
    case 'transfer':
      return `hands over to ${notice.to}`
  }
}

/** Messages, a line each, but for those that only say that a leader is there. */
export const tellMessages = (group: RaftGroup): string[] =>
  group.deliveries
    .filter(({ message }) => isTelling(message))
    .map(({ from, to, message }) => `  ${from} to ${to}: ${tellMessage(message)}`)

const isTelling = (message: RaftMessage<string>) =>
  message.type === 'snapshot' ||
  (message.type === 'append' && message.entries.length > 0) ||
  message.type === 'append-reply'

function tellMessage(message: RaftMessage<string>): string {
  switch (message.type) {
    case 'append':
      return `after ${message.previousIndex} of term ${message.previousTerm}: ${message.entries.map(tellEntry).join(' ')}`
    case 'append-reply':
      if (message.accepted) return `agrees up to ${message.index}`
      return message.hintTerm === -1
        ? `refuses ${message.index}, ends before ${message.hintIndex}`
        : `refuses ${message.index}, has term ${message.hintTerm} from ${message.hintIndex} on`
    case 'snapshot':
      return `a snapshot up to ${message.snapshot.index} of term ${message.snapshot.term}, [${tellConfiguration(message.snapshot.configuration)}]`
    default:
      return message.type
  }
}

const tellEntry = ({ index, term, command, configuration }: LogEntry<string>) =>
  `${index}:${term}${command === null ? (configuration === null ? '' : `[${tellConfiguration(configuration)}]`) : `'${command}'`}`

/** Everyone's term and log, a line each: entries as index:term, committed ones before the bar. */
export function tellLogs(group: RaftGroup): string[] {
  return group.members.map((member) => {
    const raft = group.raft(member)
    if (raft === null) return `  ${member} is down`
    const line: string[] = raft.baseIndex > 0 ? [`(to ${raft.baseIndex})`] : []
    for (let index = raft.baseIndex + 1; index <= raft.lastIndex; index++) {
      if (index === raft.commitIndex + 1) line.push('|')
      line.push(tellEntry(raft.entryAt(index)!))
    }
    return `  ${member} ${raft.role.padEnd(9)} term ${raft.term}  ${line.join(' ')}`
  })
}
