import { choice, integer, number } from '../../schema/parameter.ts'
import { OPERATION_SETS } from '../../workload/operation-sets.ts'
import { POPULARITIES } from '../../workload/popularities.ts'
import { SHAPES } from '../../workload/shapes.ts'
import { PATIENCE_PARAMETERS } from './patience-parameters.ts'

/** Names and titles of a catalogue as the options of a choice. */
const titles = (catalogue: ReadonlyMap<string, { title: string }>): Record<string, string> =>
  Object.fromEntries([...catalogue].map(([name, { title }]) => [name, title]))

const load = {
  loop: choice({
    title: 'Load',
    doc: 'Open: requests come whether or not earlier ones were answered. Closed: each user waits for the answer, thinks, and asks again. As recorded: at the instants of a recording, once.',
    options: { open: 'open loop', closed: 'closed loop', recorded: 'as recorded' },
    default: 'open',
  }),
  ratePerSecond: number({
    title: 'Rate',
    doc: 'Requests a second of all users together; open loop only.',
    default: 100,
    max: 1e6,
    unit: 'requests/s',
    scale: 'log',
  }),
  spacing: choice({
    title: 'Spacing',
    doc: 'Independent people come at random; a metronome comes evenly.',
    options: { poisson: 'at random (Poisson)', even: 'evenly' },
    default: 'poisson',
  }),
  pattern: choice({
    title: 'Pattern',
    doc: 'How the rate changes over time.',
    options: titles(SHAPES),
    default: 'steady',
  }),
  patternStartSeconds: number({
    title: 'Pattern begins',
    doc: 'The rate is the base rate before that.',
    default: 0,
    max: 1e6,
    unit: 's',
  }),
  patternSeconds: number({
    title: 'Pattern takes',
    doc: 'Length of the ramp or spike, or the period of the day curve or bursts.',
    default: 60,
    min: 0.001,
    max: 1e6,
    unit: 's',
    scale: 'log',
  }),
  patternPeak: number({
    title: 'Peak',
    doc: 'The highest rate as a multiple of the base rate.',
    default: 3,
    max: 1000,
    unit: '×',
  }),
  spikeFactor: number({
    title: 'Spike',
    doc: 'Multiplies the load on top of the pattern; what the traffic spike fault pulls.',
    default: 1,
    max: 1000,
    unit: '×',
  }),
} as const

const people = {
  users: integer({
    title: 'Users',
    doc: 'How many different people ask; in a closed loop all of them at once.',
    default: 1000,
    min: 1,
    max: 1e7,
    unit: 'users',
    scale: 'log',
  }),
  firstUser: integer({
    title: 'First user',
    doc: 'The users are numbered from here on, so that those of several clients can be told apart.',
    default: 0,
    max: 1e7,
    unit: '',
  }),
  thinkMs: number({
    title: 'Think time',
    doc: 'Mean pause of a user between an answer and the next request; closed loop only.',
    default: 1000,
    max: 1e7,
    unit: 'ms',
  }),
  abusiveShare: number({
    title: 'One abusive user',
    doc: 'Share of all requests that come from the first user; the others are alike.',
    default: 0,
    max: 1,
    unit: '',
  }),
} as const

const wishes = {
  operations: choice({
    title: 'Operations',
    doc: 'What the users do.',
    options: titles(OPERATION_SETS),
    default: 'read-write',
  }),
  readShare: number({
    title: 'Reads',
    doc: 'Share of the requests that read.',
    default: 0.9,
    max: 1,
    unit: '',
  }),
  priority: integer({
    title: 'Priority',
    doc: 'Smaller is served first, where a queue goes by priority.',
    default: 0,
    max: 1000,
    unit: '',
  }),
  sizeBytes: integer({
    title: 'Size',
    doc: 'Bytes of a request or its answer.',
    default: 1000,
    unit: 'bytes',
  }),
  keys: integer({
    title: 'Keys',
    doc: 'How many different things are asked for.',
    default: 10_000,
    min: 1,
    max: 1e8,
    unit: 'keys',
    scale: 'log',
  }),
  popularity: choice({
    title: 'Popularity',
    doc: 'Which keys are asked for how often.',
    options: titles(POPULARITIES),
    default: 'zipf',
  }),
  keySkew: number({
    title: 'Skew',
    doc: 'Zipf’s exponent: 0 is uniform, 1 the classic.',
    default: 0.99,
    max: 4,
    unit: '',
  }),
  hotKeys: number({
    title: 'Hot keys',
    doc: 'Share of the keys in the hot set.',
    default: 0.2,
    max: 1,
    unit: '',
  }),
  hotRequests: number({
    title: 'Hot requests',
    doc: 'Share of the requests that go to the hot set.',
    default: 0.8,
    max: 1,
    unit: '',
  }),
  shiftSeconds: number({
    title: 'Favourites change',
    doc: 'How often the favourites of the shifting Zipf change.',
    default: 10,
    min: 0.001,
    max: 1e6,
    unit: 's',
  }),
  hotKeyShare: number({
    title: 'One hot key',
    doc: 'Share of all requests that are about key 0 on top of its popularity; what the hot key fault pulls.',
    default: 0,
    max: 1,
    unit: '',
  }),
} as const

export const CLIENT_PARAMETERS = { ...load, ...people, ...wishes, ...PATIENCE_PARAMETERS } as const
