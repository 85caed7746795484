import { choice, integer, number } from '../../schema/parameter.ts'

export const TOP_K_REDUCER_PARAMS = {
  k: integer({
    title: 'K',
    doc: 'Length of the list that is published.',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'items',
    scale: 'log',
  }),
  windows: choice({
    title: 'Windows',
    doc: 'Tumbling: one list a window. Sliding: a list a pane, of the latest panes. Since the start: nothing is ever forgotten.',
    options: { tumbling: 'tumbling', sliding: 'sliding', forever: 'since the start' },
    default: 'sliding',
  }),
  windowPanes: integer({
    title: 'Window',
    doc: 'Panes in a window.',
    default: 5,
    min: 1,
    max: 30,
    unit: 'panes',
  }),
  mergeMs: number({
    title: 'Merging',
    doc: 'Time to merge one summary, or one pane into a window.',
    default: 0.5,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  readMs: number({
    title: 'Reading',
    doc: 'Time to answer one reader.',
    default: 0.2,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const
