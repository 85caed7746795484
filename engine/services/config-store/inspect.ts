import { tellConfiguration } from '../../algorithms/consensus/raft/configuration.ts'
import type { LogEntry } from '../../algorithms/consensus/raft/log-entry.ts'
import type { RevisionCommand } from '../../algorithms/storage/revisions/revision-command.ts'
import { inspectRaft } from '../raft-host/inspect-raft.ts'
import type { StoreSetup, StoreState } from './store-state.ts'

/** What the picture of a server shows. Reads only. */
export function inspectStore({ raft, machine: { map }, hub }: StoreState, _setup: StoreSetup) {
  return {
    view: 'raft-log',
    ...inspectRaft(raft, tellEntry),
    store: {
      revision: map.revision,
      compactedTo: map.compacted,
      keys: map.size,
      leases: map.leases.size,
      watchers: hub.watchers,
    },
  }
}

/** An entry in a few words. */
function tellEntry({ command, configuration }: LogEntry<RevisionCommand>): string {
  if (configuration !== null) return `group ${tellConfiguration(configuration)}`
  if (command === null) return 'begins its term'
  switch (command.type) {
    case 'transact':
      return command.puts
        .map(({ key, value }) => (value === null ? `delete ${key}` : `${key} = ${value}`))
        .join(', ')
    case 'grant':
      return `lease ${command.lease} begins`
    case 'revoke':
      return `lease ${command.lease} ends`
    case 'compact':
      return `compact to ${command.revision}`
  }
}
