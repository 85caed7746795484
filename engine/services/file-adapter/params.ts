import { choice, integer, number, type ValuesOf } from '../../schema/parameter.ts'
import { PROTOCOL_PARAMETER } from '../file-server/client/connect.ts'
import { RETRY_PARAMETERS } from '../file-server/client/retry.ts'

export const FILE_ADAPTER_PARAMS = {
  protocol: PROTOCOL_PARAMETER,
  ...RETRY_PARAMETERS,
  resume: choice({
    title: 'After a break',
    doc: 'Whether a transfer that broke goes on from where it was.',
    options: { rest: 'from where it was', restart: 'from the start' },
    default: 'rest',
  }),
  reading: choice({
    title: 'Reads',
    doc: 'Whether rows are read while the file comes, or when all of it is in memory.',
    options: { stream: 'as it comes', whole: 'the whole file' },
    default: 'stream',
  }),
  memoryKb: integer({
    title: 'Memory',
    doc: 'What a job may hold of files and rows; one that needs more is ended.',
    default: 400,
    min: 1,
    max: 10_000_000,
    unit: 'kB',
    scale: 'log',
  }),
  chunkRows: integer({
    title: 'Chunk',
    doc: 'Rows that are loaded in one transaction.',
    default: 1_000,
    min: 20,
    max: 10_000,
    unit: 'rows',
    scale: 'log',
  }),
  text: choice({
    title: 'Text',
    doc: 'What becomes of a row whose bytes are no UTF-8.',
    options: { strict: 'it is rejected', lenient: 'it is loaded as it looks' },
    default: 'strict',
  }),
  transform: choice({
    title: 'Transforms',
    doc: 'What is done to values that are written otherwise than was agreed on, before a row is checked.',
    options: {
      none: 'nothing',
      clean: 'what means one thing only is rewritten',
      guess: 'a value is made of everything',
    },
    default: 'none',
  }),
  rejects: choice({
    title: 'Rejected rows',
    doc: 'Whether a row that cannot be loaded is kept, with its reason.',
    options: { keep: 'are kept', drop: 'are skipped' },
    default: 'keep',
  }),
  runs: integer({
    title: 'Runs of a job',
    doc: 'How often each job is run: two when a scheduler fires it twice.',
    default: 1,
    min: 1,
    max: 3,
    unit: 'times',
  }),
  rowMicros: number({
    title: 'A row',
    doc: 'Time to read and check one row.',
    default: 20,
    max: 1e5,
    unit: 'µs',
    scale: 'log',
  }),
} as const
export type FileAdapterParams = ValuesOf<typeof FILE_ADAPTER_PARAMS>
