import type { Action, Scenario } from '../../schema/design.ts'
import { crash, flip, set } from '../scenario-steps.ts'

const DIES = crash('mapper-2')
const flood: Action = {
  do: 'inject',
  fault: 'traffic-spike',
  id: 'flood',
  on: { node: 'events' },
  params: { factor: 4 },
}
const SERVED = ['dashboards are fast', 'dashboards are served']
const COUNTED = ['top-k-recall', 'every-event-counted']
const SOUND = [...COUNTED, 'count-min-bound']
/** Windows that are over soon. */
const SHORT = [set('reducer', 'windowPanes', 3)]
/** Buckets of 500 events, of which a mapper fills nine a pane. */
const COARSE = [1, 2, 3, 4].map((mapper) => set(`mapper-${mapper}`, 'counters', 500))
const SHIFT = [set('events', 'shift', 5_000_000), set('events', 'keySkew', 1.25)]
const IN_TURN = [
  'count-min-conservative',
  'space-saving',
  'misra-gries',
  'lossy-counting',
  'heavy-keeper',
  'exact',
]

export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'A quiet ten minutes',
    doc: 'Three seconds are five minutes: a list every minute of the last five, from one matrix of counters a mapper.',
    seconds: 5,
    meets: SERVED,
    holds: SOUND,
  },
  tumbling: {
    title: 'Tumbling windows',
    doc: 'One list every five minutes, each event in exactly one of them.',
    seconds: 4,
    with: [flip('windows', 'tumbling'), ...SHORT],
    holds: SOUND,
  },
  'every sketch': {
    title: 'Every algorithm in turn',
    doc: 'All of them find the favourites of the same stream, each within its own bound.',
    seconds: 15,
    with: SHORT,
    script: IN_TURN.map((name, i) => ({ atSeconds: 2 + 2.2 * i, action: flip('algorithm', name) })),
    meets: SERVED,
    holds: [...SOUND, 'space-saving-bound', 'lossy-counting-no-misses'],
  },
  'skew shift': {
    title: 'The favourites change',
    doc: 'A sliding window forgets the old ones pane by pane.',
    seconds: 7,
    script: SHIFT.map((action) => ({ atSeconds: 4, action })),
    holds: SOUND,
  },
  'since the start': {
    title: 'Counters that are never cleared',
    doc: 'When the favourites change, the old ones stay on top.',
    seconds: 7,
    with: [flip('windows', 'forever'), ...SHORT],
    script: SHIFT.map((action) => ({ atSeconds: 4, action })),
    violates: ['top-k-recall', 'every-event-counted'],
  },
  flood: {
    title: 'A flood of events',
    doc: 'Mappers fall behind the stream and catch up; the lists are late and right.',
    seconds: 8,
    script: [
      { atSeconds: 2, action: flood },
      { atSeconds: 4, action: { do: 'lift', id: 'flood' } },
    ],
    meets: SERVED,
    holds: SOUND,
  },
  'mapper crash': {
    title: 'A mapper crashes',
    doc: 'It reads its open pane again from the log; no event is missing in any list.',
    seconds: 7,
    script: [
      { atSeconds: 2.9, action: DIES },
      { atSeconds: 4.5, action: { do: 'lift', id: 'crash' } },
    ],
    meets: SERVED,
    holds: SOUND,
  },
  'mapper crash, no replay': {
    title: 'A mapper crashes and goes on',
    doc: 'What it had counted and what it missed is in no list: counts are too low, which a Count-Min promises never to be.',
    seconds: 7,
    with: [flip('recovery', 'none')],
    script: [
      { atSeconds: 2.9, action: DIES },
      { atSeconds: 4, action: { do: 'lift', id: 'crash' } },
    ],
    violates: ['every-event-counted', 'count-min-bound'],
  },
  'adversarial tail': {
    title: 'Half of the events come once',
    doc: 'Every stranger takes over a counter of Space-Saving; the favourites stay.',
    seconds: 5,
    with: [flip('algorithm', 'space-saving'), set('events', 'tailShare', 0.5)],
    holds: [...COUNTED, 'space-saving-bound'],
  },
  'lists added up': {
    title: 'Local top-K lists are added up',
    doc: 'Sixty items are second in every region and first in all; they are in no list.',
    seconds: 5,
    with: [flip('merge', 'lists')],
    violates: ['top-k-recall', 'count-min-bound'],
  },
  'Lossy Counting of the source': {
    title: 'Lossy Counting that prunes by the next bucket',
    doc: 'Items that come once or twice a bucket are forgotten at its end, over and over, and missing in the report.',
    seconds: 6,
    with: [flip('algorithm', 'lossy-counting-next-bucket'), set('events', 'bandItems', 30), ...COARSE],
    violates: ['lossy-counting-no-misses'],
  },
  'Space-Saving of the source': {
    title: 'Space-Saving with a stale heap',
    doc: 'Who came in early is evicted first, however often it came since.',
    seconds: 5,
    with: [flip('algorithm', 'space-saving-stale-heap'), set('events', 'tailShare', 0.5)],
    violates: ['space-saving-bound'],
  },
  'small matrix': {
    title: 'A matrix of two hundred counters',
    doc: 'Its bound holds and is worth nothing: it is larger than most counts.',
    seconds: 5,
    with: [flip('matrix', 'small')],
    violates: ['top-k-recall'],
  },
}
