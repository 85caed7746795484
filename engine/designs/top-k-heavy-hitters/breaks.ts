import type { BreakButton } from '../../schema/design.ts'

/** The faults that this design’s entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'skew shift': {
    title: 'Shift the favourites',
    doc: 'From now on everybody likes other items, and likes fewer of them.',
    actions: [
      { do: 'set', node: 'events', param: 'shift', value: 5_000_000 },
      { do: 'set', node: 'events', param: 'keySkew', value: 1.25 },
    ],
  },
  flood: {
    title: 'Flood',
    doc: 'Four times as many events: more than the mappers can count. They fall behind and lose nothing.',
    actions: [
      { do: 'inject', fault: 'traffic-spike', id: 'flood', on: { node: 'events' }, params: { factor: 4 } },
    ],
  },
  'mapper crash': {
    title: 'Crash a mapper',
    doc: 'Mapper Lagos dies with the pane that it was counting.',
    actions: [{ do: 'inject', fault: 'crash', id: 'mapper-crash', on: { node: 'mapper-2' } }],
  },
  'adversarial tail': {
    title: 'Adversarial tail',
    doc: 'Half of all events are about items that come once and never again; each of them wants a counter.',
    actions: [{ do: 'set', node: 'events', param: 'tailShare', value: 0.5 }],
  },
}
