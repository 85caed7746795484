import type { BreakButton } from '../../schema/design.ts'

/** The faults that this design’s entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  cut: {
    title: 'Cut all connections',
    doc: 'Every connection of the file server is reset, in the middle of whatever it was doing.',
    actions: [{ do: 'inject', fault: 'cut-connections', id: 'cut', on: { node: 'server' } }],
  },
  'half an upload': {
    title: 'Stop the partner while it uploads',
    doc: 'The partner dies; what it had stored of a file stays on the server.',
    actions: [{ do: 'inject', fault: 'crash', id: 'half', on: { node: 'partner' } }],
  },
  malformed: {
    title: 'Malformed rows',
    doc: 'From now on one row in ten is spoilt: a price that is no number, a field that is missing, a date of another kind, a row that is broken off.',
    actions: [{ do: 'set', node: 'partner', param: 'malformedShare', value: 0.1 }],
  },
  encoding: {
    title: 'Wrong encoding',
    doc: 'The partner writes Latin-1 where UTF-8 was agreed on.',
    actions: [{ do: 'set', node: 'partner', param: 'encoding', value: 'latin-1' }],
  },
  'run twice': {
    title: 'Run every job twice',
    doc: 'Two schedulers believe that it is their turn.',
    actions: [{ do: 'set', node: 'adapter', param: 'runs', value: 2 }],
  },
  'adapter crash': {
    title: 'Crash the adapter',
    doc: 'It dies in the middle of a file, with half of its rows loaded.',
    actions: [{ do: 'inject', fault: 'crash', id: 'adapter-crash', on: { node: 'adapter' } }],
  },
}
