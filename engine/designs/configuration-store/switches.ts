import type { Switch } from '../../schema/design.ts'
import { FLEETS } from './places.ts'

type Values = Record<string, number | string | boolean>
const servers = (values: Values) => ({ 'kind:config-store': values })
const reads = (linearizableBy: string, kind = 'linearizable') => servers({ linearizableBy, reads: kind })
const fleets = (values: Values) => Object.fromEntries(FLEETS.map((id) => [id, values]))

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  reads: {
    title: 'Reads',
    doc: 'What a server does before it answers a read.',
    default: 'read-index',
    options: {
      'read-index': { title: 'Ask a majority who leads', set: reads('read-index') },
      lease: { title: 'Leader’s lease, shorter by the drift', set: reads('lease') },
      'unbounded-lease': {
        title: 'Leader’s lease, clocks trusted',
        set: reads('unbounded-lease'),
        naive: 'On a slow clock the lease lasts longer than the voters’ patience: two leaders answer.',
      },
      unconfirmed: {
        title: 'The leader knows best',
        set: reads('unconfirmed'),
        naive: 'A leader that was deposed and does not know it answers with what was.',
      },
      local: {
        title: 'Whatever this server has',
        set: reads('read-index', 'local'),
        naive: 'A server that was left behind answers with what it has.',
      },
    },
  },
  watch: {
    title: 'Watchers that come back',
    doc: 'Where a watcher goes on that has lost its server.',
    default: 'resume',
    options: {
      resume: { title: 'After what they saw last', set: fleets({ resume: true }) },
      'from-now': {
        title: 'With what comes now',
        set: fleets({ resume: false }),
        naive: 'Changes between the two servers are never seen.',
      },
    },
  },
  compaction: {
    title: 'Compacted revisions',
    doc: 'What a watcher is told who asks for revisions that are gone.',
    default: 'told',
    options: {
      told: { title: 'That they are gone, and how things stand', set: servers({ tellCompacted: true }) },
      silent: {
        title: 'What is left of them',
        set: servers({ tellCompacted: false }),
        naive: 'The watcher believes that it has seen everything.',
      },
    },
  },
  fencing: {
    title: 'Fencing',
    doc: 'Whether the ledger looks at the token of a lock’s holder.',
    default: 'on',
    options: {
      on: { title: 'Older tokens are turned away', set: { ledger: { fencing: true } } },
      off: {
        title: 'Whoever holds a lease writes',
        set: { ledger: { fencing: false } },
        naive: 'A holder that stood still writes beside its successor.',
      },
    },
  },
  retries: {
    title: 'Requests tried again',
    doc: 'Whether the group knows a request that it has answered before.',
    default: 'once',
    options: {
      once: { title: 'Done once', set: servers({ exactlyOnce: true }) },
      again: {
        title: 'Done each time',
        set: servers({ exactlyOnce: false }),
        naive: 'A change whose answer was late is done a second time, over what others have written since.',
      },
    },
  },
  disk: {
    title: 'The log on disk',
    doc: 'Whether a server speaks before its disk has written.',
    default: 'first',
    options: {
      first: { title: 'Written, then said', set: servers({ flush: 'first' }) },
      later: {
        title: 'Said, then written',
        set: servers({ flush: 'later' }),
        naive: 'A power failure takes back votes and entries that others rely on.',
      },
    },
  },
  elections: {
    title: 'Elections',
    doc: 'Whether a server asks before it stands, and leaders and voters keep to each other.',
    default: 'calm',
    options: {
      calm: {
        title: 'Ask first, stay loyal',
        set: servers({ preVote: true, checkQuorum: true }),
      },
      plain: {
        title: 'As in the paper’s figure 2',
        set: servers({ preVote: false, checkQuorum: false }),
      },
    },
  },
}
