import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const partner = (values: Values) => ({ 'kind:file-exporter': values })
const adapter = (values: Values) => ({ 'kind:file-adapter': values })
const format = (name: string, title: string) => [name, { title, set: partner({ format: name }) }] as const
const protocol = (name: string, title: string) =>
  [name, { title, set: { ...partner({ protocol: name }), ...adapter({ protocol: name }) } }] as const

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  protocol: {
    title: 'Protocol',
    doc: 'What is spoken with the file server; taken up with the next connection.',
    default: 'sftp',
    options: Object.fromEntries([
      protocol('sftp', 'SFTP'),
      protocol('ftp', 'FTP, passive'),
      protocol('ftps', 'FTPS'),
    ]),
  },
  format: {
    title: 'Format',
    doc: 'What the partner writes; the adapter goes by the extension.',
    default: 'mixed',
    options: Object.fromEntries([
      format('mixed', 'In turn'),
      format('csv', 'CSV'),
      format('json', 'JSON'),
      format('xml', 'XML'),
      format('fixed-width', 'Fixed width'),
    ]),
  },
  publish: {
    title: 'Partner publishes',
    doc: 'Whether a file is stored under another name until it is whole.',
    default: 'rename',
    options: {
      rename: { title: 'By renaming', set: partner({ publish: 'rename' }) },
      'in-place': {
        title: 'While it is written',
        set: partner({ publish: 'in-place' }),
        naive: 'A reader that comes meanwhile takes half a file for a whole one.',
      },
    },
  },
  loading: {
    title: 'Loading',
    doc: 'What becomes of a row that is in the table already.',
    default: 'upsert',
    options: {
      upsert: { title: 'Replace', set: { 'kind:row-table': { loading: 'upsert' } } },
      append: {
        title: 'Insert',
        set: { 'kind:row-table': { loading: 'append' } },
        naive: 'A job that runs twice puts every row in the table twice.',
      },
    },
  },
  resume: {
    title: 'After a break',
    doc: 'Whether a transfer that broke goes on from where it was.',
    default: 'rest',
    options: {
      rest: { title: 'From where it was', set: adapter({ resume: 'rest' }) },
      restart: {
        title: 'From the start',
        set: adapter({ resume: 'restart' }),
        naive: 'On a link that breaks again and again a long file never ends.',
      },
    },
  },
  retries: {
    title: 'Retries',
    doc: 'What becomes of a transfer that broke.',
    default: 'three',
    options: {
      three: { title: '3, 5 s apart', set: { ...adapter({ retries: 3 }), ...partner({ retries: 3 }) } },
      none: {
        title: 'None',
        set: { ...adapter({ retries: 0 }), ...partner({ retries: 0 }) },
        naive: 'One broken connection and the job has failed.',
      },
    },
  },
  reading: {
    title: 'Reading',
    doc: 'Whether rows are read while the file comes.',
    default: 'stream',
    options: {
      stream: { title: 'As it comes', set: adapter({ reading: 'stream' }) },
      whole: {
        title: 'The whole file',
        set: adapter({ reading: 'whole' }),
        naive: 'Memory grows with the file: one that is large enough ends the job.',
      },
    },
  },
  chunk: {
    title: 'Chunk',
    doc: 'Rows that are loaded in one transaction.',
    default: 'small',
    options: {
      small: { title: '1,000 rows', set: adapter({ chunkRows: 1_000 }) },
      large: { title: '10,000 rows', set: adapter({ chunkRows: 10_000 }) },
    },
  },
  text: {
    title: 'Text',
    doc: 'What becomes of a row whose bytes are no UTF-8.',
    default: 'strict',
    options: {
      strict: { title: 'Reject it', set: adapter({ text: 'strict' }) },
      lenient: {
        title: 'Load what it looks like',
        set: adapter({ text: 'lenient' }),
        naive: 'Names come out with holes in them, and nobody is told.',
      },
    },
  },
  transform: {
    title: 'Transform',
    doc: 'What is done to values that are written otherwise than was agreed on, before a row is checked and loaded.',
    default: 'none',
    options: {
      none: { title: 'Nothing', set: adapter({ transform: 'none' }) },
      clean: { title: 'Rewrite what is clear', set: adapter({ transform: 'clean' }) },
      guess: {
        title: 'Make something of it',
        set: adapter({ transform: 'guess' }),
        naive:
          'The 31st of December becomes a day of July two years later, 12,50 becomes 12 cents, and nobody is told.',
      },
    },
  },
  rejects: {
    title: 'Rejected rows',
    doc: 'Whether a row that cannot be loaded is kept, with its reason.',
    default: 'keep',
    options: {
      keep: { title: 'Keep', set: adapter({ rejects: 'keep' }) },
      drop: {
        title: 'Skip',
        set: adapter({ rejects: 'drop' }),
        naive: 'What was not loaded is gone, and the sums do not add up.',
      },
    },
  },
}
