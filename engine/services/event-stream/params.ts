import { integer, number, type ValuesOf } from '../../schema/parameter.ts'

const load = {
  ratePerSecond: number({
    title: 'Rate',
    doc: 'Events a second, of all regions together.',
    default: 32_000,
    max: 1e6,
    unit: 'events/s',
    scale: 'log',
  }),
  spikeFactor: number({
    title: 'Spike',
    doc: 'Multiplies the rate; what the traffic spike fault pulls.',
    default: 1,
    max: 1_000,
    unit: '×',
  }),
  batchEvents: integer({
    title: 'Batch',
    doc: 'Events that travel in one message; each is still counted for itself.',
    default: 10,
    min: 1,
    max: 1_000,
    unit: 'events',
    scale: 'log',
  }),
  paneSeconds: number({
    title: 'Pane',
    doc: 'The stream’s time is cut into panes of this length; windows are made of whole panes.',
    default: 0.6,
    min: 0.05,
    max: 3_600,
    unit: 's',
    scale: 'log',
  }),
} as const

const what = {
  items: integer({
    title: 'Items',
    doc: 'How many different items everybody asks for.',
    default: 20_000,
    min: 1,
    max: 1e6,
    unit: 'items',
    scale: 'log',
  }),
  keySkew: number({
    title: 'Skew',
    doc: 'Zipf’s exponent: the item of rank r comes in proportion to 1 / r^skew.',
    default: 1.1,
    max: 5,
    unit: '',
  }),
  shift: integer({
    title: 'Favourites begin at',
    doc: 'Number of the item that everybody likes best: another number makes others the favourites.',
    default: 0,
    max: 50_000_000,
    unit: '',
  }),
  localShare: number({
    title: 'Local favourites',
    doc: 'Share of the events that are about what only this region likes.',
    default: 0.3,
    max: 1,
    unit: '',
  }),
  localItems: integer({
    title: 'Favourites of a region',
    doc: 'How many items each region likes that no other does.',
    default: 120,
    min: 1,
    max: 1e5,
    unit: 'items',
    scale: 'log',
  }),
  bandShare: number({
    title: 'Second everywhere',
    doc: 'Share of the events about items that are liked in every region, in each a little less than its own favourites; they come in turn.',
    default: 0.1,
    max: 1,
    unit: '',
  }),
  bandItems: integer({
    title: 'Such items',
    doc: 'How many items are second everywhere.',
    default: 60,
    min: 1,
    max: 1e5,
    unit: 'items',
    scale: 'log',
  }),
  tailShare: number({
    title: 'Adversarial tail',
    doc: 'Share of the events about items that come once and never again: each of them asks for a counter.',
    default: 0,
    max: 1,
    unit: '',
  }),
  hotKeyShare: number({
    title: 'Hot item',
    doc: 'Share of the events about one item; what the hot key fault pulls.',
    default: 0,
    max: 1,
    unit: '',
  }),
} as const

export const EVENT_STREAM_PARAMS = { ...load, ...what } as const
export type EventStreamParams = ValuesOf<typeof EVENT_STREAM_PARAMS>
