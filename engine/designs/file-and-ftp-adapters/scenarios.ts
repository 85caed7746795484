import type { Action, Scenario } from '../../schema/design.ts'
import { crash, flip, set } from '../scenario-steps.ts'

const CUT: Action = { do: 'inject', fault: 'cut-connections', id: 'cut', on: { node: 'server' } }
const LIFT: Action = { do: 'lift', id: 'crash' }
const SOUND = ['files-arrive-byte-exact', 'load-is-idempotent', 'rejected-rows-kept', 'rows-as-sent']
const SERVED = ['jobs finish', 'analysts are fast']
/** A long file on a link that is cut every second, and short pauses between retries. */
const FLAKY = [
  set('partner', 'rows', 9_000),
  set('partner', 'everySeconds', 30),
  set('partner', 'format', 'csv'),
  set('adapter', 'retrySeconds', 0.2),
  set('adapter', 'retries', 20),
  set('partner', 'retrySeconds', 0.2),
  set('partner', 'retries', 20),
  set('scheduler', 'deadlineMs', 8_000),
  set('scheduler', 'timeoutMs', 8_000),
]
const CUTS = Array.from({ length: 14 }, (_, i) => ({ atSeconds: 8 + i, action: CUT }))

export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Four formats over SFTP',
    doc: 'A file every four seconds, read as it comes and loaded a thousand rows at a time.',
    seconds: 12,
    meets: SERVED,
    holds: SOUND,
  },
  'FTP and FTPS': {
    title: 'FTP, then FTPS',
    doc: 'The same work over a control connection and a data connection a transfer.',
    seconds: 14,
    with: [flip('protocol', 'ftp')],
    script: [{ atSeconds: 7, action: flip('protocol', 'ftps') }],
    meets: SERVED,
    holds: SOUND,
  },
  'a cut': {
    title: 'Connections are cut in the middle of a transfer',
    doc: 'Five seconds later both go on from where they were; hardly a byte is sent again.',
    seconds: 17,
    script: [
      { atSeconds: 2.5, action: CUT },
      { atSeconds: 10.3, action: CUT },
    ],
    meets: ['analysts are fast'],
    holds: SOUND,
  },
  'no retries': {
    title: 'Connections are cut and nobody tries again',
    doc: 'The job fails with its first broken connection.',
    seconds: 15,
    with: [flip('retries', 'none')],
    script: Array.from({ length: 7 }, (_, i) => ({ atSeconds: 2.12 + 2 * i, action: CUT })),
    breaks: ['jobs finish'],
  },
  'a link that breaks': {
    title: 'A long file over a link that breaks all the time',
    doc: 'Each connection brings it a little further.',
    seconds: 24,
    with: FLAKY,
    script: CUTS,
    meets: ['jobs finish'],
    holds: SOUND,
  },
  'a link that breaks, from the start': {
    title: 'A long file, from the start each time',
    doc: 'The connection breaks before the file is through, every time.',
    seconds: 24,
    with: [flip('resume', 'restart'), ...FLAKY],
    script: CUTS,
    breaks: ['jobs finish'],
  },
  'half an upload': {
    title: 'The partner dies while it uploads',
    doc: 'What it had stored has another name; nobody reads it. When it is back it stores the rest.',
    seconds: 13,
    script: [
      { atSeconds: 5.35, action: crash('partner') },
      { atSeconds: 8, action: LIFT },
    ],
    meets: SERVED,
    holds: SOUND,
  },
  'stored in place': {
    title: 'Files that are visible while they are written',
    doc: 'The adapter takes what is there for a whole file.',
    seconds: 10,
    with: [flip('publish', 'in-place')],
    script: [
      { atSeconds: 5.35, action: crash('partner') },
      { atSeconds: 10, action: LIFT },
    ],
    violates: ['files-arrive-byte-exact'],
  },
  'malformed rows': {
    title: 'One row in ten is spoilt',
    doc: 'The others are loaded; these are kept, each with what is wrong with it.',
    seconds: 8,
    with: [set('partner', 'malformedShare', 0.1)],
    meets: SERVED,
    holds: SOUND,
  },
  'malformed rows, cleaned': {
    title: 'One row in ten is spoilt, what is clear is rewritten',
    doc: 'Dates and amounts in the partner’s own form are loaded in ours; what means nothing is still kept with its reason.',
    seconds: 8,
    with: [flip('transform', 'clean'), set('partner', 'malformedShare', 0.1)],
    meets: SERVED,
    holds: SOUND,
  },
  'malformed rows, guessed': {
    title: 'One row in ten is spoilt, and something is made of it',
    doc: 'Fewer rows are rejected, and days and amounts are in the table that nobody has sent.',
    seconds: 5,
    with: [flip('transform', 'guess'), set('partner', 'malformedShare', 0.1)],
    violates: ['rows-as-sent'],
  },
  'rows skipped': {
    title: 'Malformed rows are skipped',
    doc: 'They are in no table and on no list.',
    seconds: 5,
    with: [flip('rejects', 'drop'), set('partner', 'malformedShare', 0.1)],
    violates: ['rejected-rows-kept'],
  },
  'wrong encoding': {
    title: 'Latin-1 instead of UTF-8',
    doc: 'Rows with letters beyond ASCII are rejected and named; the rest is loaded.',
    seconds: 8,
    with: [set('partner', 'encoding', 'latin-1')],
    meets: SERVED,
    holds: SOUND,
  },
  'wrong encoding, lenient': {
    title: 'Latin-1, loaded as it looks',
    doc: 'Zoë becomes Zo\uFFFD, without a word.',
    seconds: 5,
    with: [flip('text', 'lenient'), set('partner', 'encoding', 'latin-1')],
    violates: ['rows-as-sent'],
  },
  'run twice': {
    title: 'Every job runs twice',
    doc: 'The second run replaces each row by itself.',
    seconds: 9,
    with: [set('adapter', 'runs', 2)],
    meets: SERVED,
    holds: SOUND,
  },
  'run twice, append': {
    title: 'Every job runs twice and inserts',
    doc: 'Every row stands there twice.',
    seconds: 6,
    with: [flip('loading', 'append'), set('adapter', 'runs', 2)],
    violates: ['load-is-idempotent'],
  },
  'a large file, streamed': {
    title: 'A file larger than the memory, streamed',
    doc: 'What a job holds is a chunk and a block, however long the file.',
    seconds: 14,
    with: [set('partner', 'rows', 9_000), set('partner', 'everySeconds', 12)],
    meets: SERVED,
    holds: SOUND,
  },
  'a large file, whole': {
    title: 'A file larger than the memory, as a whole',
    doc: 'The job is ended before it has read a row, and the next one too.',
    seconds: 12,
    with: [flip('reading', 'whole'), set('partner', 'rows', 9_000), set('partner', 'everySeconds', 12)],
    breaks: ['jobs finish'],
  },
}
