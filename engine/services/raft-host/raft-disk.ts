import { settled } from '../../algorithms/consensus/raft/configuration.ts'
import { blankDisk, type RaftDisk } from '../../algorithms/consensus/raft/disk.ts'
import { raftPlaceOf } from './place.ts'
import type { RaftSetup } from './raft-host.ts'

/** What a server of a group has on its disk. */
export interface RaftHostDisk<Command> extends RaftDisk<Command> {
  /** It was made while the others had long been running: what this server had promised them is gone. */
  readonly lostBefore: boolean
  /** The group's name, for checkers: its first member at the start. */
  readonly group: string
}

/** The disk of a server that begins, for a kind's `durable`. All servers that are joined by `peers` make up the group. */
export function raftDisk<Command>(setup: RaftSetup): RaftHostDisk<Command> {
  const { members, names } = raftPlaceOf(setup)
  const lostBefore = setup.now > 0 && members.length > 1
  return { ...blankDisk<Command>(settled(members), null), lostBefore, group: names[members[0]] }
}

/** What checkers learn of a server that begins. */
export function raftStartOf({ group, term, vote, snapshot }: RaftHostDisk<unknown>, member: number) {
  return { group, member, term, vote, snapshotIndex: snapshot.index, snapshotTerm: snapshot.term }
}
