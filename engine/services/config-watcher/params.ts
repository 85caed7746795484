import { integer, number, toggle } from '../../schema/parameter.ts'

export const WATCHER_PARAMS = {
  watchers: integer({
    title: 'Watchers',
    doc: 'Programs that watch all flags, each for itself; those at one server share a connection.',
    default: 1_000,
    min: 1,
    max: 100_000,
    unit: 'watchers',
    scale: 'log',
  }),
  resume: toggle({
    title: 'Resume',
    doc: 'A watcher that comes back asks for what it has missed. Off: it goes on with what happens from then on.',
    default: true,
  }),
  silenceMs: number({
    title: 'Silence',
    doc: 'A watcher that has heard nothing from its server for so long goes to another.',
    default: 1_000,
    min: 200,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  reconnectMs: number({
    title: 'Reconnect within',
    doc: 'Watchers that lose their server come back spread over this time, so that they do not all come at once.',
    default: 500,
    max: 60_000,
    unit: 'ms',
  }),
} as const
