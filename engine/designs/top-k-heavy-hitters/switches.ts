import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const mappers = (values: Values) => ({ 'kind:stream-mapper': values })
const algorithm = (name: string, title: string) =>
  [name, { title, set: mappers({ algorithm: name }) }] as const

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  algorithm: {
    title: 'Algorithm',
    doc: 'How mappers count. It is taken up with the next pane.',
    default: 'count-min',
    options: {
      ...Object.fromEntries([
        algorithm('count-min', 'Count-Min + heap'),
        algorithm('count-min-conservative', 'Count-Min, conservative'),
        algorithm('space-saving', 'Space-Saving'),
        algorithm('misra-gries', 'Misra–Gries'),
        algorithm('lossy-counting', 'Lossy Counting'),
        algorithm('heavy-keeper', 'HeavyKeeper'),
        algorithm('exact', 'Exact table'),
      ]),
      'lossy-counting-next-bucket': {
        title: 'Lossy Counting of the source',
        set: mappers({ algorithm: 'lossy-counting-next-bucket' }),
        naive:
          'It prunes by the number of the next bucket, and forgets items that came twice as often as it may.',
      },
      'space-saving-stale-heap': {
        title: 'Space-Saving of the source',
        set: mappers({ algorithm: 'space-saving-stale-heap' }),
        naive:
          'Its heap is not told when counts rise: it evicts heavy hitters, and counts fall below the truth.',
      },
    },
  },
  merge: {
    title: 'Merge',
    doc: 'What mappers ship to the reducer.',
    default: 'sketches',
    options: {
      sketches: { title: 'Sketches', set: mappers({ ships: 'sketch' }) },
      lists: {
        title: 'Local top-K lists',
        set: mappers({ ships: 'list' }),
        naive: 'An item just below the cut of every mapper is in no list, however often it came in all.',
      },
    },
  },
  windows: {
    title: 'Windows',
    doc: 'Which events a list is about.',
    default: 'sliding',
    options: {
      sliding: { title: 'Sliding', set: { 'kind:top-k-reducer': { windows: 'sliding' } } },
      tumbling: { title: 'Tumbling', set: { 'kind:top-k-reducer': { windows: 'tumbling' } } },
      forever: {
        title: 'Since the start',
        set: { 'kind:top-k-reducer': { windows: 'forever' } },
        naive: 'Yesterday’s favourites stay on top of today’s.',
      },
    },
  },
  recovery: {
    title: 'After a crash',
    doc: 'What a mapper does about the pane that was open.',
    default: 'replay',
    options: {
      replay: { title: 'Replay', set: mappers({ recovery: 'replay' }) },
      none: {
        title: 'Go on',
        set: mappers({ recovery: 'none' }),
        naive: 'What was counted in the open pane, and what came while it was down, is missing in the lists.',
      },
    },
  },
  matrix: {
    title: 'Matrix',
    doc: 'Columns and rows of Count-Min and HeavyKeeper.',
    default: 'scaled',
    options: {
      scaled: { title: '2,500 × 7 (scaled)', set: mappers({ width: 2_500, depth: 7 }) },
      full: { title: '100,000 × 7', set: mappers({ width: 100_000, depth: 7 }) },
      small: {
        title: '200 × 1',
        set: mappers({ width: 200, depth: 1 }),
        naive: 'With so few counters every item shares its own with hundreds of others.',
      },
    },
  },
}
