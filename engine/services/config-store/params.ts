import { choice, integer, number, toggle } from '../../schema/parameter.ts'
import { RAFT_PARAMS } from '../raft-host/params.ts'

export const CONFIG_STORE_PARAMS = {
  ...RAFT_PARAMS,
  reads: choice({
    title: 'Reads',
    doc: 'Whether a server makes sure that it has everything that was committed before it answers, or answers from what it has.',
    options: { linearizable: 'as of now', local: 'as this server knows it' },
    default: 'linearizable',
  }),
  exactlyOnce: toggle({
    title: 'Once a request',
    doc: 'The group remembers what it answered to a request: a second try of it changes nothing. Off: each try is done.',
    default: true,
  }),
  keepRevisions: integer({
    title: 'Revisions kept',
    doc: 'Older ones are compacted: watchers who were away for longer are told so.',
    default: 200,
    min: 1,
    max: 1e6,
    unit: 'revisions',
    scale: 'log',
  }),
  compactSeconds: number({
    title: 'Compact every',
    doc: 'How often the leader looks for revisions to compact.',
    default: 5,
    min: 0.1,
    max: 3_600,
    unit: 's',
    scale: 'log',
  }),
  tellCompacted: toggle({
    title: 'Tell of compaction',
    doc: 'A watcher who asks for what is compacted is told so, with everything as it stands. Off: it just gets what there is.',
    default: true,
  }),
  requestMicros: number({
    title: 'Request',
    doc: 'Work for each request of a client.',
    default: 60,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  workers: integer({
    title: 'Workers',
    doc: 'Requests worked on at once.',
    default: 4,
    min: 1,
    max: 1_000,
    unit: '',
  }),
} as const
