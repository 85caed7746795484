import { SKETCHES } from '../../algorithms/sketch/sketches.ts'
import { choice, integer, number, type ValuesOf } from '../../schema/parameter.ts'

export const STREAM_MAPPER_PARAMS = {
  algorithm: choice({
    title: 'Algorithm',
    doc: 'How events are counted.',
    options: Object.fromEntries(
      SKETCHES.map(({ name, title, broken }) => [name, broken === true ? `${title} (wrong)` : title]),
    ),
    default: 'count-min',
  }),
  ships: choice({
    title: 'Ships',
    doc: 'What the reducer gets of a pane: the whole sketch, or only the list of the local top K.',
    options: { sketch: 'the sketch', list: 'its local top K' },
    default: 'sketch',
  }),
  k: integer({
    title: 'K',
    doc: 'Length of the local list, when that is all it ships.',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'items',
    scale: 'log',
  }),
  width: integer({
    title: 'Width',
    doc: 'Columns of a matrix: the error is at most e / width of the stream.',
    default: 2_500,
    min: 1,
    max: 200_000,
    unit: 'columns',
    scale: 'log',
  }),
  depth: integer({
    title: 'Depth',
    doc: 'Rows of a matrix: the error is larger with a chance of e^-depth.',
    default: 7,
    min: 1,
    max: 16,
    unit: 'rows',
  }),
  counters: integer({
    title: 'Counters',
    doc: 'Items kept by name: counters of Space-Saving and Misra–Gries, candidates beside a matrix, and 1 / error of Lossy Counting.',
    default: 2_000,
    min: 1,
    max: 20_000,
    unit: 'items',
    scale: 'log',
  }),
  recovery: choice({
    title: 'Recovery',
    doc: 'After a crash: read the open pane again from the stream, or go on with what comes.',
    options: { replay: 'replay the open pane', none: 'go on' },
    default: 'replay',
  }),
  eventMicros: number({
    title: 'Work',
    doc: 'Time to count one event.',
    default: 40,
    max: 1e5,
    unit: 'µs',
    scale: 'log',
  }),
} as const
export type StreamMapperParams = ValuesOf<typeof STREAM_MAPPER_PARAMS>
